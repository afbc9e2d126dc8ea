// What clients of classic Swarm rely on about the cluster as a whole: what is counted, listed and chosen when nobody else acts.
import type { Step } from '@/server/testing/docker-clients'
import { id, nodeOf, type Theme } from './ground'

const counted: Theme[string] = () => [
  ['new', 'docker run -d --name c1 -m 20m -c 1 -e constraint:node==n1 busybox sleep 1000', id],
  [
    'old',
    'docker info',
    / Role: primary\n Strategy: spread\n Filters: health, .*\n Nodes: 3\n {2}n1: [\d.]+:2375\n +└ ID: \S+\n +└ Status: Healthy\n +└ Containers: 1 \(1 Running, 0 Paused, 0 Stopped\)\n +└ Reserved CPUs: 1 \/ \d+\n +└ Reserved Memory: 20 MiB \/ [\d.]+ [GM]iB\n +└ Labels: .*storage=ssd.*\n +└ UpdatedAt: \S+Z\n +└ ServerVersion: [\d.]+.*\n {2}n2: (.*\n){9} {2}n3: /,
  ],
  [
    'new',
    'docker pause c1 >/dev/null; docker info',
    / Running: 0\n +Paused: 1\n +Stopped: 0\n(.|\n)*n1:(.*\n){3} +└ Containers: 1 \(0 Running, 1 Paused, 0 Stopped\)/,
  ],
  [
    'new',
    'docker unpause c1 >/dev/null; docker kill c1 >/dev/null; docker info',
    / Running: 0\n +Paused: 0\n +Stopped: 1\n(.|\n)*\(0 Running, 0 Paused, 1 Stopped\)\n +└ Reserved CPUs: 1 /,
  ],
  ['new', 'docker update -m 30m --memory-swap 30m c1 >/dev/null; docker info', /└ Reserved Memory: 30 MiB \//],
  [
    'new',
    'docker rm c1 >/dev/null; docker info',
    /n1:(.*\n){3} +└ Containers: 0 \(0 Running.*\n.*CPUs: 0 .*\n +└ Reserved Memory: 0 B /,
  ],
  // The lowest API of the engines, so that nothing is asked of one that it does not know.
  ['new', 'docker version -f "{{.Server.Version}} {{.Client.APIVersion}}"', /swarm\/[\d.]+\)? 1\.41$/],
]

const filters = [
  ['--filter status=exited', 'l2 l4'],
  ['--filter exited=3', 'l4'],
  ['--filter exited=137', 'l2'],
  ['-a --filter name=l4', 'l4'],
  ['-a --filter "name=^/?l[23]$"', 'l2 l3'],
  ['-a --filter id=$(docker inspect -f "{{.Id}}" l1)', 'l1'],
  ['-a --filter label=nr', 'l1 l2 l3'],
  ['-a --filter label=nr=1', 'l1'],
  ['-a --filter label=nr=1 --filter label=tier=web', 'l1'],
  ['-a --filter label=nr=1 --filter label=tier=db', ''],
  ['-a --filter node=n2', 'l2 l5'],
  ['-a --filter volume=near', 'l4'],
  ['-a --filter volume=/anon', 'l4'],
  ['-a --filter network=bridge', 'l1 l2 l3 l4'],
  ['-a --filter network=nl', 'l5'],
  ['-a --filter is-task=false', 'l1 l2 l3 l4'],
  ['-a --filter is-task=true', 'l5'],
  ['-a --filter health=none', 'l1 l2 l3 l4'],
  ['-a --filter health=healthy', 'l5'],
  ['-a --filter since=l2', 'l3 l4 l5'],
  ['-a --filter before=l2', 'l1'],
  ['-a --filter ancestor=busybox --filter status=running', 'l1 l3 l5'],
  ['-a --filter publish=8071', 'l1'],
] as const

const listed: Theme[string] = () => [
  [
    'new',
    'for n in 1 2 3; do docker run -d --name l$n -e constraint:node==n$n -l nr=$n -l tier=web -p 807$n:80 busybox sleep 1000; done',
    /[0-9a-f]{64}$/,
  ],
  ['new', 'docker ps --format "{{.Names}}" | tr "\\n" " "', /^n3\/l3 n2\/l2 n1\/l1$/],
  ['old', 'docker ps -l --format "{{.Names}}"; docker ps -n 2 --format "{{.Names}}"', /^n3\/l3\nn3\/l3\nn2\/l2$/],
  ['old', 'docker ps --filter name=l1 --format "{{.Ports}}"', /^10\.[\d.]+:8071->80\/tcp$/],
  [
    'new',
    'docker kill l2 && docker run --name l4 -e constraint:node==n1 -v near:/d -v /anon busybox sh -c "exit 3"',
    /l2/,
    3,
  ],
  [
    'old',
    'docker network create n2/nl && docker run -d --name l5 --net n2/nl -l com.docker.swarm.task=t --health-cmd true --health-interval 1s busybox sleep 1000 && until docker ps --filter health=healthy | grep l5; do sleep 0.1; done',
    /n2\/l5$/,
  ],
  ...filters.map(
    ([filter, names]): Step => [
      'new',
      `docker ps ${filter} --format "{{.Names}}" | cut -d/ -f2 | sort | tr "\\n" " "`,
      new RegExp(`^${names}$`),
    ],
  ),
  ['old', 'docker ps --filter nothing=1', /invalid filter 'nothing'/i, 1],
  ['new', 'docker ps --filter exited=zero', /invalid filter 'exited=zero'/, 1],
  ['new', 'docker rm -f l1 l2 l3 l5 && docker rm -v l4 && docker network rm n2/nl', /l4\nn2\/nl$/],
]

const spread: Theme[string] = ({ packing }) => {
  const created = (docker: string, names: string) =>
    `for n in ${names}; do ${docker} create --name $n -m 20m -e constraint:node!=n3 busybox; done >/dev/null; docker ps -a --format "{{.Names}}" | cut -d/ -f1 | sort | uniq -c | tr -s " \\n" " "`
  return [
    ['new', created('docker', 'y1 y2 y3 y4'), /^2 n1 2 n2$/],
    ['new', 'docker rm y1 y2 y3 y4', /y4$/],
    ['new', created(packing, 'y1 y2 y3 y4'), /^4 n[12]$/],
    ['new', `docker rm y1 y2 y3 y4 >/dev/null; ${packing} info`, /Strategy: binpack/],
  ]
}

const slots: Theme[string] = () => [
  [
    'new',
    'for n in 1 2 3 4 5 6; do docker create --name s$n -e constraint:node==n3 busybox; done',
    /^([0-9a-f]{64}\n?){6}$/,
  ],
  ['new', 'docker create -e constraint:node==n3 busybox', /\n\[available container slots\]/, 1],
  // Where the label is no number nothing is counted: n1.
  [
    'old',
    `docker create --name s7 -e constraint:node==~n3 -e constraint:node==n1 busybox && ${nodeOf('s7')}; docker rm s1 s2 s3 s4 s5 s6 s7 | wc -l`,
    /\nn1\n7$/,
  ],
]

const races: Theme[string] = () => {
  const three = (name: string, options: string) =>
    `for n in 1 2 3; do docker run -d --name ${name}$n -e constraint:node!=n3 ${options} busybox sleep 1000 > ${name}$n 2>&1 & done; wait; grep -LE "^[0-9a-f]{64}$" ${name}1 ${name}2 ${name}3 | xargs sed -n 2p; docker rm -f $(docker ps -aq --filter name=${name}) | wc -l`
  return [
    ['new', three('pa', '-p 8078:80'), /^\[port 8078 \(Bridge mode\)\]\n2$/],
    ['old', three('pb', '--net host --expose 8079'), /^\[port 8079\/tcp \(Host mode\)\]\n2$/],
    // Another protocol is another port.
    [
      'new',
      'for p in tcp udp; do docker run -d --name pc$p -e constraint:node==n1 -p 8080:80/$p busybox sleep 1000; done && docker rm -f pctcp pcudp',
      /pctcp\npcudp$/,
    ],
  ]
}

export const knownTheme: Theme = {
  'stands in the next answer': counted,
  'is listed newest first over all hosts, by every filter': listed,
  'is spread or packed as the strategy says': spread,
  'fills the slots of a host and no more': slots,
  'lets one of three that run at once miss a port of two hosts': races,
}
