-- The attempt got in: remember the device, give the shared address its attempt back.
-- KEYS: mark of a known device, client. ARGV: the client's interval in microseconds, seconds to remember the device.
redis.call('SET', KEYS[1], '1', 'EX', ARGV[2])
local arrival = redis.call('GET', KEYS[2])
if arrival then
    redis.call('SET', KEYS[2], string.format('%.0f', arrival - ARGV[1]), 'KEEPTTL')
end
return 0
