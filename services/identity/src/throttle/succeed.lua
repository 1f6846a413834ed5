-- The attempt got in: remember the device, give the shared address its attempt back. A device that was known took none.
-- KEYS: mark of a known device, address. ARGV: the address's interval in microseconds, seconds to remember the device.
local known = redis.call('EXISTS', KEYS[1]) == 1
redis.call('SET', KEYS[1], '1', 'EX', ARGV[2])
local arrival = redis.call('GET', KEYS[2])
if arrival and not known then
    redis.call('SET', KEYS[2], string.format('%.0f', arrival - ARGV[1]), 'KEEPTTL')
end
return 0
