-- A flood for wrk, at a rate: forms with bad tokens, programs that show nothing, receipt codes of nobody (well formed, under
-- a good form token), bodies of noise. What it is answered does not matter.

local connections = tonumber(os.getenv("HOSTILE_CONNECTIONS"))
local rate = tonumber(os.getenv("HOSTILE_RATE"))
local token = os.getenv("HOSTILE_RETURN_TOKEN")
local codes = {}
for code in os.getenv("HOSTILE_CODES"):gmatch("[^ ]+") do codes[#codes + 1] = code end
local form = { ["Content-Type"] = "application/x-www-form-urlencoded" }
local sent = 0

local kinds = {
    function(number)
        return wrk.format("POST", "/en/report", form,
            "form-token=zzzz." .. string.rep("a", 32) .. "." .. string.rep("b", 128) .. "&narrative="
                .. string.rep("They+will+kill+us.+", 40))
    end,
    function(number)
        return wrk.format("POST", "/api/submissions", { ["Content-Type"] = "application/json" },
            '{"narrative":"' .. string.rep("noise " .. number .. " ", 150) .. '","cooperation":"none"}')
    end,
    function(number)
        return wrk.format("POST", "/en/return", form, "form-token=" .. token .. "&code=" .. codes[number % #codes + 1])
    end,
    function(number)
        return wrk.format("POST", "/ar/report", { ["Content-Type"] = "multipart/form-data; boundary=noise" },
            "--noise\r\nContent-Disposition: form-data; name=\"narrative\"\r\n\r\n"
                .. string.rep("\255\0--noise-", 100))
    end,
}

function delay() return connections * 1000 / rate end

function request()
    sent = sent + 1
    return kinds[sent % #kinds + 1](sent)
end

function done(summary, latency)
    io.write(string.format('RESULT {"requests":%d,"microseconds":%d}\n', summary.requests, summary.duration))
end
