/*
 * The script that commits changes. Redis runs it in one step, so that the numbers, what is kept and the log of changes always agree.
 *
 * Keys, all with the prefix `{mailglass:NAME}`, of which the script gets `:meta`:
 *   :meta      hash: instance, seq (the newest number), bytes (of all sources), format
 *   :m:SEQ     hash, one per message: details and findings (JSON), raw, size, read, tags (JSON or ""), tagged (number of the latest change
 *              of its tags)
 *   :seqs      sorted set of the listed messages, by number
 *   :hidden    sorted set of the deleted messages that can be restored, by the number of the deletion
 *   :undos     hash: token → JSON of expiresAt and the numbers
 *   :sessions  hash: id → JSON; :session-order  sorted set of the ids
 *   :faults    hash: id → JSON of the rule; :fault-order  sorted set of the ids; :fault-counts  hash: id:seen, id:hits, id:draws
 *   :changes   stream: one entry for each change, whose id is the last of its numbers
 *   :done:ID   the reply to a commit, for a client that has lost it
 *
 * Arguments: prefix, instance, number that the caller has applied, latest time in ms of this Redis, id of the commit, id of the client,
 * maximum messages, bytes and sessions; then for each change its type, the number of its arguments, and these.
 *
 * It returns {"ok", JSON of seq and results}, or one of these words if it has written nothing:
 *   late      The time has passed: the caller has given up.
 *   replaced  There is another mailbox now, or none.
 *   behind    The caller has applied changes that Redis has lost.
 *
 * Numbers are formatted by `%.0f`, because Lua writes large ones with an exponent. Nothing of a message is decoded here.
 */

/** How many changes an instance may miss before it must load everything. */
const LOG_LENGTH = 10_000;
/** How long the reply to a commit is kept, in ms. */
const REPLY_MS = 60_000;
/** How long other instances can read a message that was deleted as soon as it had arrived, in ms. */
const DELETED_MS = 10_000;

export const COMMIT_SCRIPT = `
local call = redis.call
local p, instance, position = ARGV[1], ARGV[2], tonumber(ARGV[3])
local deadline, commitId, client = tonumber(ARGV[4]), ARGV[5], ARGV[6]
local maxMessages, maxBytes, maxSessions = tonumber(ARGV[7]), tonumber(ARGV[8]), tonumber(ARGV[9])
local meta, list, hidden, undos = KEYS[1], p .. ':seqs', p .. ':hidden', p .. ':undos'
local counts = p .. ':fault-counts'

local done = call('GET', p .. ':done:' .. commitId)
if done then return {'ok', done} end
local time = call('TIME')
if time[1] * 1000 + time[2] / 1000 > deadline then return {'late'} end
local kept = call('HMGET', meta, 'instance', 'seq', 'bytes')
if kept[1] ~= instance then return {'replaced'} end
local seq, bytes = tonumber(kept[2]), tonumber(kept[3]) or 0
if seq < position then return {'behind'} end

local function text(number) return string.format('%.0f', number) end

local function record(type, events, data)
  local first = seq + 1
  seq = seq + events
  call('XADD', p .. ':changes', 'MAXLEN', '~', ${LOG_LENGTH}, text(seq) .. '-0',
    'i', instance, 'f', text(first), 't', type, 'c', commitId, 'o', client, 'd', data)
end

local function forget(member, delay)
  local key = p .. ':m:' .. member
  bytes = bytes - (tonumber(redis.pcall('HGET', key, 'size')) or 0)
  if delay then call('PEXPIRE', key, delay) else call('UNLINK', key) end
end

local function take(set, members)
  local taken = {}
  for _, member in ipairs(members) do
    if call('ZREM', set, member) == 1 then taken[#taken + 1] = member end
  end
  return taken
end

local changes = {}

function changes.added(details, findings, raw)
  local member, size = text(seq + 1), #raw
  call('HSET', p .. ':m:' .. member, 'details', details, 'findings', findings, 'raw', raw, 'size', size,
    'read', '0', 'tags', '', 'tagged', '0')
  call('ZADD', list, member, member)
  bytes = bytes + size
  record('added', 1, text(size))
  return text(seq)
end

function changes.deleted(members)
  local taken = take(list, cjson.decode(members))
  for _, member in ipairs(taken) do forget(member, ${DELETED_MS}) end
  if #taken > 0 then record('deleted', 1, cjson.encode(taken)) end
  return #taken
end

function changes.evicted(members)
  local taken = take(list, cjson.decode(members))
  for _, member in ipairs(taken) do forget(member) end
  if #taken > 0 then record('evicted', 1, cjson.encode(taken)) end
  return #taken
end

function changes.hidden(members, token, expiresAt)
  local taken = take(list, cjson.decode(members))
  if #taken == 0 then return 0 end
  for _, member in ipairs(taken) do call('ZADD', hidden, text(seq + 1), member) end
  local undo = cjson.encode({token, expiresAt, taken})
  call('HSET', undos, token, undo)
  record('hidden', 1, undo)
  return #taken
end

local function takeUndo(token)
  local undo = call('HGET', undos, token)
  if not undo then return nil end
  call('HDEL', undos, token)
  return take(hidden, cjson.decode(undo)[3])
end

function changes.restored(token)
  local taken = takeUndo(token)
  if not taken or #taken == 0 then return -1 end
  for _, member in ipairs(taken) do call('ZADD', list, member, member) end
  record('restored', #taken, token)
  return #taken
end

function changes.forgotten(token)
  local taken = takeUndo(token)
  if not taken then return 0 end
  for _, member in ipairs(taken) do forget(member) end
  record('forgotten', 1, token)
  return #taken
end

function changes.cleared()
  local members = call('ZRANGE', list, 0, -1)
  for _, member in ipairs(members) do forget(member, ${DELETED_MS}) end
  for _, member in ipairs(call('ZRANGE', hidden, 0, -1)) do forget(member) end
  call('UNLINK', list, hidden, undos)
  record('cleared', 2, '')
  return #members
end

function changes.marked(basis, marks)
  local decoded, applied = cjson.decode(marks), {}
  for _, mark in ipairs(decoded) do
    local tagged = tonumber(call('HGET', p .. ':m:' .. mark[1], 'tagged'))
    if basis ~= '' and tagged and tagged > tonumber(basis) then return 'conflict' end
  end
  for _, mark in ipairs(decoded) do
    local key = p .. ':m:' .. mark[1]
    if call('ZSCORE', list, mark[1]) then
      if mark[2] ~= '' then call('HSET', key, 'read', mark[2]) end
      if mark[3] ~= '' then call('HSET', key, 'tags', mark[3], 'tagged', text(seq + 1)) end
      applied[#applied + 1] = mark
    end
  end
  if #applied > 0 then record('marked', #applied, cjson.encode(applied)) end
  return #applied
end

function changes.findings(member, findings)
  if not call('ZSCORE', list, member) then return 0 end
  call('HSET', p .. ':m:' .. member, 'findings', findings)
  record('findings', 1, cjson.encode({member, findings}))
  return 1
end

function changes.session(id, details)
  local order = p .. ':session-order'
  call('HSET', p .. ':sessions', id, details)
  call('ZADD', order, 'NX', text(seq + 1), id)
  while call('ZCARD', order) > maxSessions do call('HDEL', p .. ':sessions', call('ZPOPMIN', order)[1]) end
  record('session', 1, id)
  return 1
end

local function forgetCounts(id) call('HDEL', counts, id .. ':seen', id .. ':hits', id .. ':draws') end

function changes.fault(id, rule, replaces)
  if replaces == '1' and call('HEXISTS', p .. ':faults', id) == 0 then return 0 end
  call('HSET', p .. ':faults', id, rule)
  call('ZADD', p .. ':fault-order', 'NX', text(seq + 1), id)
  forgetCounts(id)
  record('fault', 1, cjson.encode({id, rule}))
  return 1
end

changes['faults-removed'] = function(ids)
  local removed = {}
  for _, id in ipairs(cjson.decode(ids)) do
    if call('HDEL', p .. ':faults', id) == 1 then
      call('ZREM', p .. ':fault-order', id)
      forgetCounts(id)
      removed[#removed + 1] = id
    end
  end
  if #removed > 0 then record('faults-removed', 1, cjson.encode(removed)) end
  return #removed
end

function changes.attempt(rules)
  local decoded, seenRules, applies = cjson.decode(rules), {}, ''
  local function read(id, field) return tonumber(call('HGET', counts, id .. ':' .. field)) or 0 end
  for _, rule in ipairs(decoded) do
    if rule[4] >= 0 and read(rule[1], 'draws') ~= rule[4] then return 'draw' end
  end
  for _, rule in ipairs(decoded) do
    local id, after, times, draw, hits = unpack(rule)
    if applies == '' and call('HEXISTS', p .. ':faults', id) == 1 then
      local seen = call('HINCRBY', counts, id .. ':seen', 1)
      if seen > after and (times < 0 or read(id, 'hits') < times) then
        if draw >= 0 then call('HINCRBY', counts, id .. ':draws', 1) end
        if draw < 0 or hits == 1 then
          call('HINCRBY', counts, id .. ':hits', 1)
          applies = id
        end
      end
      seenRules[#seenRules + 1] = {id, seen, read(id, 'hits'), read(id, 'draws')}
    end
  end
  if #seenRules > 0 then record('attempt', 1, cjson.encode(seenRules)) end
  return applies
end

changes['own-events'] = function(count)
  record('own-events', tonumber(count), '')
  return 1
end

local function evictExcess()
  local evicted, listed, deleted = {}, call('ZCARD', list), call('ZCARD', hidden)
  while listed + deleted > maxMessages or bytes > maxBytes do
    local member
    if deleted > 0 then
      member = call('ZPOPMIN', hidden)[1]
      deleted = deleted - 1
    elseif listed > 1 then
      member = call('ZPOPMIN', list)[1]
      listed = listed - 1
    else break end
    forget(member)
    evicted[#evicted + 1] = member
  end
  if #evicted > 0 then record('evicted', 1, cjson.encode(evicted)) end
end

local results, at, adds = {}, 10, false
while ARGV[at] do
  local type, count = ARGV[at], tonumber(ARGV[at + 1])
  results[#results + 1] = changes[type](unpack(ARGV, at + 2, at + 1 + count))
  adds = adds or type == 'added'
  at = at + 2 + count
end
if adds then evictExcess() end
call('HSET', meta, 'seq', text(seq), 'bytes', text(bytes))
local reply = cjson.encode({text(seq), results})
call('SET', p .. ':done:' .. commitId, reply, 'PX', ${REPLY_MS})
return {'ok', reply}
`;
