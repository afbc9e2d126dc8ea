// The lab's nameserver: it knows no name and says so at once, so that nothing in the lab waits for an internet that is
// not there. Started with plain Node inside the switch's namespace: nameserver.mjs ADDRESS
import { createSocket } from 'node:dgram'

const headerBytes = 12
const noSuchName = 3

const endOfQuestion = (query) => {
  let at = headerBytes
  while (at < query.length && query[at] !== 0) at += query[at] + 1
  return at + 5
}

const socket = createSocket('udp4')
socket.on('message', (query, sender) => {
  const end = endOfQuestion(query)
  if (query.length < headerBytes || end > query.length) return
  const answer = Buffer.from(query.subarray(0, end))
  const recursionDesired = query.readUInt16BE(2) & 0x0100
  answer.writeUInt16BE(0x8080 | recursionDesired | noSuchName, 2)
  answer.writeUInt16BE(1, 4)
  answer.fill(0, 6, headerBytes)
  socket.send(answer, sender.port, sender.address)
})
// An answer to a host that was cut meanwhile is no reason to end.
socket.on('error', (error) => console.error(error.message))
socket.bind(53, process.argv[2])
