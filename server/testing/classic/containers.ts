// What clients of classic Swarm rely on about a container: every verb reaches it, and it is made as it was asked for.
import type { Step } from '@/server/testing/docker-clients'
import { id, type Theme } from './ground'

const verbs: Theme[string] = () => [
  [
    'new',
    `docker create -i --name r1 -e constraint:node==n2 busybox sh -c 'read a; echo got $a; exit 4' && docker start r1`,
    /r1$/,
  ],
  ['old', 'echo word | docker attach r1', /^got word$/, 4],
  ['middle', 'docker exec r1 true', /is not running/, 1],
  ['new', 'echo again | docker start -ai r1', /^got again$/, 4],
  ['new', 'docker logs --tail 1 -f r1 && docker wait r1', /^got again\n4$/],
  ['new', 'docker run -d --name r2 -e constraint:node==n1 --stop-signal KILL busybox sleep 1000', id],
  [
    'new',
    'docker exec -d r2 touch /there && docker exec r2 sh -c "until test -e /there; do sleep 0.1; done" && docker restart r2',
    /^r2$/,
  ],
  [
    'new',
    'mkdir -p in/deep && echo x > in/deep/f && docker cp in r2:/tmp && docker cp r2:/tmp/in out && cat out/deep/f',
    /(^|\n)x$/,
  ],
  ['old', 'docker cp r2:/none . ', /No such container:path|Could not find the file/, 1],
  [
    'new',
    'docker diff r2; docker export r2 | tar t | grep deep; docker stats --no-stream --format "{{.Name}}" r2',
    /A \/tmp\/in\/deep\/f(.|\n)*tmp\/in\/deep\/f\nr2$/,
  ],
  ['old', 'docker top r2 | grep -c "sleep 1000"; docker port r2; docker pause r2 && docker unpause r2', /^1\nr2\nr2$/],
  [
    'middle',
    'docker commit r2 r2:made >/dev/null && docker run --rm r2:made cat /tmp/in/deep/f; docker rmi r2:made',
    /^x\nUntagged/,
  ],
  ['old', 'docker system df --format "{{.Type}} {{.Reclaimable}}"', /^Images \S+ \((\d\d?|100)%\)/],
  ['old', 'docker rm r2', /running container|is running/, 1],
  [
    'new',
    'docker wait r2 & until docker exec r2 true; do sleep 0.1; done; docker kill r2 && wait',
    /^(r2\n137|137\nr2)$/,
  ],
  ['new', 'docker rm r1 r2 && docker rm r1', /No such container: r1/, 1],
  ['old', 'docker run --rm busybox sh -c "exit 6"', /^$/, 6],
  ['new', 'docker inspect lost', /^(\[\]\n)?Error: No such object: lost(\n\[\])?$/i, 1],
]

const optionsWith = (volume: string) =>
  [
    '--add-host up:10.0.0.1 --cap-add NET_ADMIN --cap-drop MKNOD --ulimit nofile=99:100 --ipc host --pid host --uts host --userns host',
    `--tmpfs /t:size=1m --mount type=tmpfs,dst=/t2,tmpfs-mode=700 --mount type=volume,src=${volume},dst=/v,volume-nocopy -v ${volume}:/w:ro --mount type=bind,src=/tmp,dst=/host,readonly,bind-propagation=rslave`,
    '--device /dev/null:/dev/zero1:rw --device-cgroup-rule "c 1:3 rmw" --device-read-bps /dev/null:1mb --device-write-bps /dev/null:2mb',
    '--device-read-iops /dev/null:30 --device-write-iops /dev/null:40 --blkio-weight 100 --blkio-weight-device /dev/null:200',
    '--cpu-period 50000 --cpu-quota 20000 --cpuset-cpus 0 --cpuset-mems 0 --memory-reservation 20m --memory-swap 60m --memory-swappiness 10',
    '--oom-kill-disable --oom-score-adj 5 --pids-limit 50 --shm-size 8m --sysctl net.ipv4.ip_forward=1 --init --privileged=false',
    '--dns 10.0.0.9 --dns-search a.b --dns-option ndots:3 --group-add 7 --read-only --restart on-failure:2 --runtime runc',
    '--security-opt no-new-privileges --cgroup-parent /up --log-driver local --log-opt max-size=1m',
    '--stop-timeout 4 --stop-signal INT --domainname in.there --entrypoint sh -w /tmp -u 1:2 -t -i -e A=b -l c=d --expose 9/udp -P',
    '--health-cmd "test -e /x" --health-retries 4 --health-interval 9s --health-timeout 3s --health-start-period 2s',
  ].join(' ')

const whole: Theme[string] = ({ own }) => {
  // With one API both ways: the newer the API, the more the same engine fills in.
  const api = 'export DOCKER_API_VERSION=1.41'
  const asMade = (name: string) =>
    `inspect -f '{{json .HostConfig}} {{json .Config}} {{json .NetworkSettings.Networks}}' ${name}`
  // What is the endpoint's own: the labels that tell its rules and its id. A hostname is the beginning of an id.
  const compared = `sed -E 's/"Hostname":"[0-9a-f]{12}"//; s/"Labels":[{][^}]*[}]//'`
  return (['n1', 'n2'] as const).flatMap((host): Step[] => {
    const client = host === 'n1' ? 'new' : 'old'
    const options = optionsWith(`hh-${host}`)
    return [
      // What engines warn of comes through too; the id is on the last line.
      [
        client,
        `${api}; docker create --name h-${host} -e constraint:node==${host} -m 30m ${options} busybox -c true > ha 2>&1; ${own(host, `create --name o-${host} -m 30m ${options} busybox -c true`)} > hb 2>&1; tail -1 ha; head -n -1 ha | sort > a; head -n -1 hb | sort > b; diff a b`,
        id,
      ],
      [
        client,
        `${api}; ${own(host, asMade(`h-${host}`))} | ${compared} > ha; ${own(host, asMade(`o-${host}`))} | ${compared} > hb; diff ha hb && cat ha`,
        /"MaximumRetryCount":2.*"CapAdd":\["(CAP_)?NET_ADMIN"\].*"ExtraHosts":\["up:10.0.0.1"\].*"IpcMode":"host".*"PidMode":"host".*"ShmSize":8388608/,
      ],
      [
        client,
        `${api}; docker inspect -f "{{json .HostConfig}}" h-${host} > ha; ${own(host, `inspect -f "{{json .HostConfig}}" h-${host}`)} > hb; cmp ha hb && docker rm h-${host} o-${host}`,
        /h-n\d\no-n\d$/,
      ],
    ]
  })
}

export const containersTheme: Theme = {
  'are reached by every verb': verbs,
  'are made with every option as by the engine itself': whole,
}
