-- Takes one attempt from every budget, or from none; answers how long to wait, in microseconds, 0 when the attempt may go on.
-- Same arithmetic as budget.rs; the server's clock counts for all.
-- KEYS: the budgets. ARGV: interval and tolerance of each, in microseconds.
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local wait = 0
local spent = {}
for n, key in ipairs(KEYS) do
    local interval, tolerance = tonumber(ARGV[n * 2 - 1]), tonumber(ARGV[n * 2])
    local arrival = math.max(tonumber(redis.call('GET', key) or now), now)
    if arrival - now > tolerance + interval then
        arrival = now -- no budget runs so far ahead: the clock was set back
    end
    wait = math.max(wait, arrival - now - tolerance)
    spent[n] = arrival + interval
end
if wait > 0 then
    return wait
end
for n, arrival in ipairs(spent) do
    redis.call('SET', KEYS[n], string.format('%.0f', arrival), 'PX', math.ceil((arrival - now) / 1000) + 1000)
end
return 0
