-- Submissions for wrk: distinct narratives of 2 KB whose words follow no pattern that a compressor would find. Made before
-- the first request, so that making them costs nothing while it counts.

local count = 2048
local requests = {}
local letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 ."
local sent = 0
local seed = 0

function setup(thread)
    seed = seed + 1
    thread:set("seed", seed)
end

function init(arguments)
    math.randomseed(os.time() * 1000 + seed)
    local characters = {}
    for index = 1, #letters do characters[index] = letters:sub(index, index) end
    for number = 1, count do
        local text = {}
        for place = 1, 2000 do text[place] = characters[math.random(#characters)] end
        local body = '{"narrative":"' .. table.concat(text)
            .. '","cooperation":"I spoke at the Council.","acts":[],"language":"en"}'
        requests[number] = wrk.format("POST", "/api/submissions", { ["Content-Type"] = "application/json" }, body)
    end
end

function request()
    sent = sent % count + 1
    return requests[sent]
end

function done(summary, latency)
    io.write(string.format(
        'RESULT {"requests":%d,"microseconds":%d,"failures":%d,"p50_ms":%.3f,"p99_ms":%.3f}\n', summary.requests,
        summary.duration,
        summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.write
            + summary.errors.timeout,
        latency:percentile(50) / 1000, latency:percentile(99) / 1000))
end
