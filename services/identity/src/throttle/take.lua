-- Takes one attempt from the client's budget and from the account's, or from neither; answers how long to wait, in
-- microseconds, 0 when the attempt may go on. Same arithmetic as domain/throttle.rs; the server's clock counts for all.
-- KEYS: mark of a known device, client, stranger, known device. ARGV: interval and tolerance of the last three.
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local account = redis.call('EXISTS', KEYS[1]) == 1 and 4 or 3
local wait = 0
local spent = {}
for _, key in ipairs({2, account}) do
    local interval, tolerance = tonumber(ARGV[key * 2 - 3]), tonumber(ARGV[key * 2 - 2])
    local arrival = math.max(tonumber(redis.call('GET', KEYS[key]) or now), now)
    wait = math.max(wait, arrival - now - tolerance)
    spent[key] = arrival + interval
end
if wait > 0 then
    return wait
end
for key, arrival in pairs(spent) do
    redis.call('SET', KEYS[key], string.format('%.0f', arrival), 'PX', math.ceil((arrival - now) / 1000) + 1000)
end
return 0
