// IP addresses and subnets, by their text.

const isIpv4 = (text: string): boolean => {
  const parts = text.split('.')
  return parts.length === 4 && parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255)
}

const isIpv6 = (text: string): boolean => {
  const [address = '', zone] = text.split('%')
  if (zone === '') return false
  const lastColon = address.lastIndexOf(':')
  const tail = address.slice(lastColon + 1)
  const plain = isIpv4(tail) ? `${address.slice(0, lastColon + 1)}0:0` : address
  const halves = plain.split('::')
  if (halves.length > 2) return false
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')))
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return false
  return halves.length === 2 ? groups.length <= 7 : groups.length === 8
}

export const isIpAddress = (text: string): boolean => isIpv4(text) || isIpv6(text)

export const isSubnet = (text: string): boolean => {
  const [address = '', bits = '', rest] = text.split('/')
  if (rest !== undefined || !/^\d{1,3}$/.test(bits)) return false
  return isIpv4(address) ? Number(bits) <= 32 : isIpv6(address) && Number(bits) <= 128
}
