"use strict";
// The session desk without a line: entries lie encrypted in this browser until they can be sent. The key is made of a
// passphrase that is typed at the start of a shift and kept nowhere.
(() => {
  const ITERATIONS = 600000;
  const SHORTEST = 12;
  const BLOCK = 4096;
  const DATABASE = "amparo-session";
  const KEPT = "amparo-session-desk";
  const event = location.pathname.split("/")[3];
  const element = (id) => document.getElementById(id);
  const say = (word) => element("say-" + word).textContent;
  const utf8 = new TextEncoder();

  let database = null;
  let key = null;
  let entries = new Map();
  let changing = null;
  let isSending = false;
  let failures = 0;
  let timer = 0;

  // Where it lies

  function asked(request) {
    return new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  }

  function open() {
    const request = indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("lock");
      request.result.createObjectStore("entries", { keyPath: "id" });
    };
    return asked(request);
  }

  function done(transaction) {
    return new Promise((resolve, reject) => {
      transaction.oncomplete = () => resolve();
      transaction.onabort = transaction.onerror = () => reject(transaction.error);
    });
  }

  function write(store, action) {
    const transaction = database.transaction(store, "readwrite", { durability: "strict" });
    action(transaction.objectStore(store));
    return done(transaction);
  }

  const read = (store, action) => asked(action(database.transaction(store).objectStore(store)));

  // How it is sealed

  async function derive(passphrase, salt) {
    const typed = utf8.encode(passphrase.normalize("NFKC"));
    const raw = await crypto.subtle.importKey("raw", typed, "PBKDF2", false, ["deriveKey"]);
    const rule = { name: "PBKDF2", hash: "SHA-256", salt, iterations: ITERATIONS };
    return crypto.subtle.deriveKey(rule, raw, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  }

  // Bound to its name, and filled up so that its length tells little.
  async function seal(name, value, under) {
    const json = utf8.encode(JSON.stringify(value));
    const padded = new Uint8Array(Math.ceil((json.length + 1) / BLOCK) * BLOCK).fill(32);
    padded.set(json);
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const rule = { name: "AES-GCM", iv, additionalData: utf8.encode(name) };
    return { iv, data: await crypto.subtle.encrypt(rule, under, padded) };
  }

  async function unseal(name, sealed, under) {
    const rule = { name: "AES-GCM", iv: sealed.iv, additionalData: utf8.encode(name) };
    return JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt(rule, under, sealed.data)));
  }

  async function unlock(passphrase) {
    const lock = await read("lock", (store) => store.get("lock"));
    if (!lock) {
      if ([...passphrase].length < SHORTEST) return say("short");
      const salt = crypto.getRandomValues(new Uint8Array(16));
      const made = await derive(passphrase, salt);
      const check = await seal("lock", "open", made);
      await write("lock", (store) => store.put({ salt, check }, "lock"));
      key = made;
      return "";
    }
    const made = await derive(passphrase, lock.salt);
    try {
      await unseal("lock", lock.check, made);
    } catch {
      return say("wrong");
    }
    key = made;
    for (const row of await read("entries", (store) => store.getAll())) {
      entries.set(row.id, await unseal(row.id, row, made));
    }
    return "";
  }

  async function keep(entry) {
    const sealed = await seal(entry.id, entry, key);
    await write("entries", (store) => store.put({ id: entry.id, ...sealed }));
    entries.set(entry.id, entry);
  }

  async function drop(id) {
    await write("entries", (store) => store.delete(id));
    entries.delete(id);
  }

  function lock() {
    key = null;
    entries = new Map();
    changing = null;
    clearTimeout(timer);
    element("entry").reset();
    element("sent").replaceChildren();
    element("saved").hidden = true;
    show();
  }

  async function wipe() {
    if (!confirm(say("wipe-sure"))) return;
    lock();
    database.close();
    await asked(indexedDB.deleteDatabase(DATABASE));
    await caches.delete(KEPT);
    for (const one of await navigator.serviceWorker.getRegistrations()) await one.unregister();
    element("locked").hidden = true;
    line(say("wiped"));
  }

  // What is shown

  function line(text, address) {
    element("line").textContent = text;
    if (!address) return;
    const link = document.createElement("a");
    link.href = address;
    link.textContent = say("sign-in");
    element("line").append(" ", link);
  }

  function show() {
    element("locked").hidden = key !== null;
    element("desk").hidden = key === null;
    const list = [...entries.values()].sort((one, other) => (one.told_at < other.told_at ? -1 : 1));
    element("none-waiting").hidden = list.length > 0;
    element("waiting").replaceChildren(...list.map(item));
  }

  function first(entry) {
    const text = new Map(entry.fields).get("narrative").trim();
    return text.length > 60 ? text.slice(0, 60) + "…" : text;
  }

  function described(entry) {
    const row = document.createElement("li");
    const time = document.createElement("time");
    time.textContent = entry.told_at.slice(0, 16).replace("T", " ");
    const words = document.createElement("bdi");
    words.textContent = first(entry);
    row.append(time, " ", words, " – ");
    return row;
  }

  function item(entry) {
    const row = described(entry);
    const state = document.createElement("span");
    state.textContent = entry.errors ? say("refused") + " " + entry.errors.join(" ") : say(entry.isUnderWay ? "sending" : "waits");
    row.append(state, " ", press(say("change"), () => change(entry)), " ", press(say("remove"), () => remove(entry)));
    return row;
  }

  function press(text, action) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button quiet";
    button.textContent = text;
    button.addEventListener("click", action);
    return button;
  }

  // What one types

  function sheetIsGood(typed) {
    const digits = typed.replace(/\D/g, "");
    if (typed.trim() === "") return true;
    if (/\p{L}/u.test(typed)) return false;
    // Digits of other scripts are read by the server.
    if (/\p{Nd}/u.test(typed.replace(/\d/g, ""))) return true;
    if (digits.length !== 7) return false;
    let sum = 0;
    [...digits].reverse().forEach((digit, index) => {
      const value = index % 2 ? Number(digit) * 2 : Number(digit);
      sum += Math.floor(value / 10) + (value % 10);
    });
    return sum % 10 === 0;
  }

  function complain(name, text) {
    const field = element("field-" + name);
    let error = element("error-" + name);
    if (!error) {
      error = document.createElement("p");
      error.id = "error-" + name;
      error.className = "error";
      error.setAttribute("role", "alert");
      field.before(error);
    }
    error.textContent = text;
    if (text) {
      field.setAttribute("aria-invalid", "true");
      field.focus();
    } else {
      field.removeAttribute("aria-invalid");
    }
    return text === "";
  }

  async function save(form) {
    const fields = [...new FormData(form)].filter(([, value]) => value !== "");
    const narrative = fields.find(([name]) => name === "narrative");
    const sheet = (fields.find(([name]) => name === "sheet") || ["", ""])[1];
    const isGood = complain("sheet", sheetIsGood(sheet) ? "" : say("bad-sheet"));
    if (!complain("narrative", narrative && narrative[1].trim() ? "" : say("required")) || !isGood) return;
    const before = changing && entries.get(changing);
    // Changed after it may have arrived, it keeps its name: the desk then has both versions.
    const entry = before
      ? { ...before, fields, errors: null }
      : { id: crypto.randomUUID(), event, told_at: new Date().toISOString(), fields };
    await keep(entry);
    changing = null;
    form.reset();
    element("saved").textContent = say("saved");
    element("saved").hidden = false;
    show();
    soon(0);
  }

  function change(entry) {
    const form = element("entry");
    form.reset();
    for (const [name, value] of entry.fields) {
      for (const field of form.querySelectorAll(`[name="${name}"]`)) {
        if (field.type !== "checkbox") field.value = value;
        else if (field.value === value) field.checked = true;
      }
    }
    changing = entry.id;
    element("field-narrative").focus();
  }

  async function remove(entry) {
    if (!confirm(say("remove-sure"))) return;
    if (changing === entry.id) changing = null;
    await drop(entry.id);
    show();
  }

  // Sending

  function soon(delay) {
    clearTimeout(timer);
    timer = setTimeout(send, delay);
  }

  function later() {
    failures += 1;
    soon(Math.min(60, 2 ** failures) * 1000 * (0.75 + Math.random() / 2));
  }

  const get = (address, more) => fetch(address, { credentials: "same-origin", cache: "no-store", redirect: "manual", ...more });

  async function send() {
    if (isSending || key === null) return;
    const list = [...entries.values()].filter((entry) => !entry.errors && entry.id !== changing);
    isSending = true;
    try {
      const token = await ticket();
      if (token) {
        for (const entry of list) if (key !== null) await deliver(entry, token);
        failures = 0;
        if (key !== null) line(say("online"));
      }
    } catch {
      if (key !== null) {
        line(say("offline"));
        later();
      }
    } finally {
      isSending = false;
      if (key !== null) show();
    }
  }

  // Proof that the form is this session's; nothing where nobody is signed in.
  async function ticket() {
    const answer = await get("/desk/session/ticket");
    if (answer.type === "opaqueredirect") {
      line(say("signed-out"), "/account/sign-in?next=" + encodeURIComponent(location.pathname));
      later();
      return "";
    }
    if (answer.status === 403) {
      line(say("not-allowed"));
      return "";
    }
    if (!answer.ok) throw new Error("busy");
    return (await answer.json()).token;
  }

  async function deliver(entry, token) {
    entry.isUnderWay = true;
    show();
    try {
      const body = new URLSearchParams(entry.fields);
      body.set("entry", entry.id);
      body.set("told_at", entry.told_at);
      body.set("form-token", token);
      const answer = await get("/desk/session/" + entry.event, {
        method: "POST", body, headers: { Accept: "application/json" },
      });
      if (answer.ok) return await arrived(entry, await answer.json());
      if (answer.status === 422 || answer.status === 404 || answer.status === 413) {
        const told = answer.status === 422 ? (await answer.json()).errors : [String(answer.status)];
        return await keep({ ...entry, isUnderWay: false, errors: told });
      }
      throw new Error("not taken");
    } finally {
      entry.isUnderWay = false;
    }
  }

  async function arrived(entry, told) {
    const now = entries.get(entry.id);
    // Changed while it was under way: the change waits on.
    if (now === entry) await drop(entry.id);
    const row = described(entry);
    const words = [say(told.outcome)];
    if (told.sheet !== "none") words.push(say("sheet-" + told.sheet));
    const link = document.createElement("a");
    link.href = "/desk/entries/" + entry.id;
    link.textContent = say("look");
    row.append(words.join(" ") + " ", link);
    element("sent").prepend(row);
  }

  // Beginning

  async function prepare() {
    if (!window.isSecureContext || !("serviceWorker" in navigator) || !window.indexedDB || !crypto.subtle) {
      return line(say("no-storage"));
    }
    database = await open();
    if (navigator.storage && navigator.storage.persist) navigator.storage.persist();
    const isNew = !(await read("lock", (store) => store.get("lock")));
    element("choose").hidden = !isNew;
    element("enter").hidden = isNew;
    show();
    line(say(navigator.onLine ? "online" : "offline"));
    await navigator.serviceWorker.register("/desk/session/worker.js", { scope: "/desk/session/" });
    await keepPage();
  }

  // What the page needs to open again without a line.
  async function keepPage() {
    const cache = await caches.open(KEPT);
    const assets = [...document.querySelectorAll("script[src], link[href]")].map((one) => one.src || one.href);
    for (const address of [location.pathname, ...assets]) {
      const answer = await fetch(address, { credentials: "same-origin" });
      if (answer.ok && !answer.redirected) await cache.put(new URL(address, location.href).pathname, answer);
    }
    document.body.classList.add("kept");
  }

  element("unlock").addEventListener("submit", async (submitted) => {
    submitted.preventDefault();
    const field = element("field-passphrase");
    const problem = await unlock(field.value);
    field.value = "";
    element("refused").textContent = problem;
    if (problem) return field.focus();
    show();
    soon(0);
  });
  element("entry").addEventListener("submit", (submitted) => {
    submitted.preventDefault();
    save(submitted.target);
  });
  element("send").addEventListener("click", () => soon(0));
  element("lock").addEventListener("click", lock);
  element("wipe").addEventListener("click", wipe);
  element("wipe-locked").addEventListener("click", wipe);
  window.addEventListener("online", () => {
    failures = 0;
    soon(0);
  });
  window.addEventListener("offline", () => line(say("offline")));
  window.addEventListener("beforeunload", (leaving) => {
    if (key !== null && element("field-narrative").value.trim()) leaving.preventDefault();
  });
  prepare().catch(() => line(say(navigator.onLine ? "no-storage" : "offline")));
})();
