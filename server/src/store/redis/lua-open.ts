/** The version of what the scripts write. */
export const FORMAT = 1;

/** How far the numbers jump if Redis has lost what instances have already seen: further than one instance may be ahead of another. */
const JUMP = 1_000_000;

/*
 * The script that opens a mailbox, or creates it. See `lua-commit.ts` for the keys.
 *
 * If the instance or the number is lost, but messages are there, they stay, and the numbers continue far above theirs.
 *
 * Arguments: prefix, an instance for a new mailbox, the caller's instance or "", the newest number that the caller has applied. If Redis
 * was emptied or has lost changes, the numbers continue above it, so that none is used again.
 *
 * It returns instance, seq and format; then the numbers of the listed messages, the undos, the fault rules in order as
 * [id, rule, seen, hits, draws], and the ids of the sessions, oldest first.
 */
export const OPEN_SCRIPT = `
local call = redis.call
local p, meta, position = ARGV[1], KEYS[1], tonumber(ARGV[4])
local kept = call('HMGET', meta, 'instance', 'seq', 'format')
if not kept[1] or not tonumber(kept[2]) then
  local newest, bytes = position, 0
  for _, name in ipairs({':seqs', ':hidden'}) do
    for _, member in ipairs(call('ZRANGE', p .. name, 0, -1)) do
      newest = math.max(newest, tonumber(member) or 0)
      bytes = bytes + (tonumber(redis.pcall('HGET', p .. ':m:' .. member, 'size')) or 0)
    end
  end
  call('DEL', p .. ':changes')
  local seq = newest > 0 and newest + ${JUMP} or 0
  kept = {kept[1] or ARGV[2], string.format('%.0f', seq), kept[3] or '${FORMAT}'}
  call('HSET', meta, 'instance', kept[1], 'seq', kept[2], 'format', kept[3], 'bytes', string.format('%.0f', bytes))
elseif kept[1] == ARGV[3] and tonumber(kept[2]) < position then
  kept[2] = string.format('%.0f', position + ${JUMP})
  call('HSET', meta, 'seq', kept[2])
end
if kept[3] ~= '${FORMAT}' then return kept end
local faults = {}
for _, id in ipairs(call('ZRANGE', p .. ':fault-order', 0, -1)) do
  local counts = call('HMGET', p .. ':fault-counts', id .. ':seen', id .. ':hits', id .. ':draws')
  faults[#faults + 1] = {id, call('HGET', p .. ':faults', id), counts[1] or '0', counts[2] or '0', counts[3] or '0'}
end
return {kept[1], kept[2], kept[3], call('ZRANGE', p .. ':seqs', 0, -1), call('HVALS', p .. ':undos'), faults,
  call('ZRANGE', p .. ':session-order', 0, -1)}
`;
