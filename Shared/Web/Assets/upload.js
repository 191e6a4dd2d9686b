"use strict";
// Sends chosen files at once, each in as many requests as the line needs, and goes on where it broke. Without this script
// the form itself carries the files. Nothing is kept on the device; the session's token stays in the form.
(function () {
  var place = document.querySelector("[data-upload]");
  if (!place || !window.XMLHttpRequest || !File.prototype.slice) { return; }
  var form = place.closest("form");
  var token = form.querySelector("input[name=upload]");
  var list = document.createElement("ul");
  var words = place.dataset;
  var waiting = 0;
  var queue = Promise.resolve();
  var submitter = null;
  var hasFailed = false;
  var status = place.querySelector("[role=status]");
  list.setAttribute("aria-live", "polite");
  place.appendChild(list);

  function base64(text) {
    return btoa(unescape(encodeURIComponent(text)));
  }

  // Characters that turn or hide text are shown as a sign.
  function inert(name) {
    return name.replace(/[\u0000-\u001f\u007f-\u009f\u200b\u202a-\u202e\u2028\u2029\u2066-\u206f\ufeff]/g, "\ufffd");
  }

  function request(method, address, headers, body, item) {
    return new Promise(function (resolve, reject) {
      var call = new XMLHttpRequest();
      var moved = Date.now();
      var watch = setInterval(function () { if (Date.now() - moved > 60000) { call.abort(); } }, 5000);
      var end = function (settle, value) { clearInterval(watch); item.call = null; settle(value); };
      call.open(method, address);
      call.setRequestHeader("Tus-Resumable", "1.0.0");
      if (token.value) { call.setRequestHeader("Upload-Token", token.value); }
      Object.keys(headers).forEach(function (name) { call.setRequestHeader(name, headers[name]); });
      call.upload.onprogress = function (event) { moved = Date.now(); item.show(item.offset + event.loaded); };
      call.onload = function () { end(resolve, call); };
      call.onerror = call.onabort = function () { end(reject, null); };
      item.call = call;
      call.send(body);
    });
  }

  function pause(milliseconds) {
    return new Promise(function (resolve) {
      var timer = setTimeout(resolve, milliseconds);
      window.addEventListener("online", function () { clearTimeout(timer); resolve(); }, { once: true });
    });
  }

  function Item(file) {
    var item = this;
    this.file = file;
    this.offset = 0;
    this.tries = 0;
    this.line = document.createElement("li");
    this.name = document.createElement("bdi");
    this.name.dir = "auto";
    this.name.textContent = inert(file.name);
    this.bar = document.createElement("progress");
    this.bar.max = Math.max(file.size, 1);
    this.bar.setAttribute("aria-label", inert(file.name));
    this.state = document.createElement("span");
    this.hold = button(words.pause, function () { item.isHeld ? item.resume() : item.stop(); });
    this.drop = button(words.remove, function () { item.remove(); });
    [this.name, this.bar, this.state, this.hold, this.drop].forEach(function (part) {
      item.line.appendChild(part);
      item.line.appendChild(document.createTextNode(" "));
    });
    list.appendChild(this.line);
    this.show(0);
  }

  function button(text, act) {
    var made = document.createElement("button");
    made.type = "button";
    made.className = "button quiet";
    made.textContent = text;
    made.addEventListener("click", act);
    return made;
  }

  Item.prototype.say = function (text) { this.state.textContent = text; };

  Item.prototype.show = function (count) {
    var part = Math.floor(100 * count / Math.max(this.file.size, 1));
    this.bar.value = count;
    // Spoken in steps, not with every byte.
    if (part !== this.part) { this.part = part; this.say(words.sending.replace("{part}", Math.min(part, 100))); }
  };

  Item.prototype.stop = function () {
    this.isHeld = true;
    if (this.call) { this.call.abort(); }
    this.hold.textContent = words.resume;
    this.say(words.paused);
  };

  Item.prototype.resume = function () {
    this.isHeld = false;
    this.hold.textContent = words.pause;
    this.part = -1;
    this.show(this.offset);
    if (this.wake) { this.wake(); }
  };

  Item.prototype.remove = function () {
    this.isGone = true;
    if (this.call) { this.call.abort(); }
    if (this.wake) { this.wake(); }
    if (this.address) { request("DELETE", this.address, {}, null, this).catch(function () {}); }
    list.removeChild(this.line);
  };

  Item.prototype.unlessHeld = function () {
    var item = this;
    if (!item.isHeld || item.isGone) { return Promise.resolve(); }
    return new Promise(function (resolve) { item.wake = resolve; });
  };

  // One step: begins the file, asks how far it has come, or sends the rest.
  Item.prototype.step = function () {
    var item = this;
    if (!item.address) {
      var said = "filename " + base64(item.file.name) + ",filetype " + base64(item.file.type || "application/octet-stream");
      return request("POST", "/uploads", { "Upload-Length": item.file.size, "Upload-Metadata": said }, null, item)
        .then(function (answer) {
          if (answer.status !== 201) { throw answer; }
          token.value = answer.getResponseHeader("Upload-Token");
          item.address = answer.getResponseHeader("Location");
          return item.file.size === 0;
        });
    }
    if (item.isUnsure) {
      return request("HEAD", item.address, {}, null, item).then(function (answer) {
        if (answer.status !== 200) { throw answer; }
        item.isUnsure = false;
        item.offset = Number(answer.getResponseHeader("Upload-Offset"));
        return item.offset >= item.file.size;
      });
    }
    item.isUnsure = true;
    return request("PATCH", item.address, {
      "Content-Type": "application/offset+octet-stream", "Upload-Offset": item.offset
    }, item.file.slice(item.offset), item).then(function (answer) {
      if (answer.status !== 204) { throw answer; }
      item.tries = 0;
      item.isUnsure = false;
      item.offset = Number(answer.getResponseHeader("Upload-Offset"));
      return item.offset >= item.file.size;
    });
  };

  Item.prototype.send = function () {
    var item = this;
    return item.unlessHeld().then(function () {
      return item.isGone ? true : item.step();
    }).then(function (isDone) {
      if (!isDone) { return item.send(); }
      item.finished();
    }, function (answer) {
      if (item.isGone) { return null; }
      if (item.isHeld) { return item.send(); }
      var passes = !answer || [409, 423, 500, 502, 503, 504, 507].indexOf(answer.status) >= 0;
      if (!passes || item.tries > 40) { return item.failed(answer); }
      item.tries += 1;
      item.say(words.waiting);
      return pause(Math.min(1000 * Math.pow(2, item.tries), 30000)).then(function () { return item.send(); });
    });
  };

  Item.prototype.finished = function () {
    if (this.isGone) { return; }
    this.bar.value = this.bar.max;
    this.hold.remove();
    this.say(words.done);
  };

  Item.prototype.failed = function (answer) {
    hasFailed = true;
    this.hold.remove();
    this.line.className = "error";
    this.say(answer && answer.status === 413 ? words.large : words.failed);
  };

  form.querySelectorAll("input[type=file]").forEach(function (input) {
    input.addEventListener("change", function () {
      Array.prototype.slice.call(input.files).forEach(function (file) {
        var item = new Item(file);
        waiting += 1;
        queue = queue.then(function () { return item.send(); }).then(function () {
          waiting -= 1;
          if (waiting > 0 || !submitter) { return; }
          var pressed = submitter;
          submitter = null;
          status.textContent = "";
          // A file that did not arrive is said first; pressing again sends the form without it.
          if (hasFailed) { return; }
          if (form.requestSubmit) { form.requestSubmit(pressed === true ? undefined : pressed); } else { form.submit(); }
        });
      });
      // The form does not carry them a second time.
      input.value = "";
    });
  });

  // A form that is sent while files are still on their way goes when they have arrived.
  form.addEventListener("submit", function (event) {
    if (waiting === 0) { return; }
    event.preventDefault();
    submitter = event.submitter || true;
    hasFailed = false;
    status.textContent = words.hold;
  });
}());
