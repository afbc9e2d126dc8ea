// What clients of classic Swarm rely on about where a container goes, and what it is called.
import { hostsWith, id, nodeOf, type Theme } from './ground'

const rules: Theme[string] = () => [
  [
    'new',
    `docker run -d --name a1 --label 'com.docker.swarm.constraints=["node==n2"]' -l role=db -v /shared busybox sleep 1000`,
    id,
  ],
  ['old', nodeOf('a1'), /^n2$/],
  [
    'old',
    `docker create --name a2 -e constraint:storage!=hdd -e constraint:node!=n3 busybox && ${nodeOf('a2')}`,
    /\nn1$/,
  ],
  [
    'new',
    `docker create --name a3 -e constraint:storage==~tape -e constraint:node==n1 busybox && ${nodeOf('a3')}`,
    /\nn1$/,
  ],
  [
    'new',
    `docker create --name a4 -e 'constraint:storagedriver==/over|vfs/' -e affinity:container==a1 busybox && ${nodeOf('a4')}`,
    /\nn2$/,
  ],
  [
    'middle',
    `docker create --name a5 -e affinity:container!=a1 -e constraint:node!=n3 busybox && ${nodeOf('a5')}`,
    /\nn1$/,
  ],
  [
    'new',
    `docker create --name a6 --label 'com.docker.swarm.affinities=["container==a1"]' busybox && ${nodeOf('a6')}`,
    /\nn2$/,
  ],
  ['new', `docker create --name a7 -e affinity:role==db busybox && ${nodeOf('a7')}`, /\nn2$/],
  [
    'new',
    'docker create -e affinity:role!=/./ -e constraint:node==n2 busybox',
    /\n\[role!=\/\.\/ \(soft=false\)\]\n\[node==n2\]/,
    1,
  ],
]

const refusals: Theme[string] = () => [
  [
    'old',
    'docker create -l test.label=true -e constraint:node==n1 --name aa busybox && docker create -e affinity:test.label!=true -e constraint:node==n1 busybox',
    /Error response from daemon: Unable to find a node that satisfies the following conditions ?\n(\[.*\]\n)*\[test\.label!=true \(soft=false\)\]\n/,
    1,
  ],
  [
    'new',
    'docker create -e constraint:node==n9 busybox',
    /conditions ?\n(\[.*\]\n)*\[node==n9\]\nn1: wants .*\nn2: wants .*\nn3: wants /,
    1,
  ],
  ['new', 'docker run -d -c 10240 busybox true', /no resources available to schedule container/, 125],
  ['old', 'docker run -d -m 1000G busybox true', /no resources available to schedule container/, 125],
  ['new', 'docker run -d -e constraint:nonsense busybox true', /One of operator ==, != is expected/, 125],
  ['old', 'docker run $(printf "a%.0s" {1..64})', /cannot specify 64-byte hexadecimal strings/, 125],
  ['new', 'docker create -e reschedule:false busybox', /invalid reschedule policy: false/, 1],
  [
    'new',
    `docker create -e reschedule:off --label 'com.docker.swarm.reschedule-policies=["on-node-failure"]' busybox`,
    /too many reschedule policies/,
    1,
  ],
]

const dependencies: Theme[string] = () => [
  ['new', 'docker run -d --name d1 -e constraint:node==n2 -v /shared busybox sleep 1000', id],
  ['new', 'docker create --name d2 --volumes-from=/d1:ro busybox', id],
  ['new', 'docker inspect -f "{{.Node.Name}} {{.HostConfig.VolumesFrom}}" d2', /^n2 \[\/d1:ro\]$/],
  ['old', 'docker create --name d3 --link=/d1:foo --volumes-from=/d1:rw busybox', id],
  [
    'old',
    'docker inspect -f "{{.Node.Name}} {{.HostConfig.Links}} {{.HostConfig.VolumesFrom}}" d3',
    /^n2 \[\/d1:\/d3\/foo\] \[\/d1:rw\]$/,
  ],
  ['new', 'docker run -d --name d4 --net=container:/d1 busybox sleep 1000', id],
  ['new', 'docker inspect -f "{{.Node.Name}} {{.HostConfig.NetworkMode}}" d4', /^n2 container:([0-9a-f]{64}|\/d1)$/],
  ['new', 'docker create --volumes-from d1 -e constraint:node==n1 busybox', /Unable to find a node/, 1],
]

const names: Theme[string] = () => {
  const full = (name: string) => `$(docker inspect -f "{{.Id}}" ${name})`
  const swarmId = `own=$(docker inspect -f '{{index .Config.Labels "com.docker.swarm.id"}}' x1)`
  return [
    [
      'new',
      'docker create -i --name x1 -e constraint:node==n1 busybox sh -c "echo said; exec cat" && docker start x1',
      /x1$/,
    ],
    ['old', 'docker create --name x1 -e constraint:node==n2 busybox', /Conflict/, 1],
    ['new', 'docker create --name x2 -e constraint:node==n2 busybox', id],
    ['old', 'docker rename x2 x1', /Conflict/, 1],
    ['new', `docker rename x2 ${full('x1')}`, /Conflict/, 1],
    [
      'new',
      `short=$(echo ${full('x1')} | cut -c1-10); docker create --name $short busybox && docker rm $short && docker rename x2 $short && docker inspect -f "{{.Name}}" n2/$short && docker rename n2/$short x2`,
      /[0-9a-f]{64}\n([0-9a-f]{10})\n\/\1$/,
    ],
    ['new', `docker create --name ${full('x2')} -e constraint:node==n1 busybox`, id],
    [
      'new',
      `${swarmId}; echo \${#own}; docker inspect -f "{{.Name}}" $own; docker logs $own; docker ps --filter label=com.docker.swarm.id=$own --format "{{.Names}}"; docker commit $own x:own >/dev/null && docker rmi x:own; test $own != ${full('x1')}`,
      /^64\n\/x1\nsaid\nn1\/x1\nUntagged: x:own/,
    ],
    ['old', `${swarmId}; echo to cat | docker attach $own`, /to cat$/],
  ]
}

const missing: Theme[string] = ({ registry }) => {
  const image = `${registry}/q:1`
  return [
    ['new', `docker tag busybox ${image} && docker push -q ${image} && docker rmi ${image}`, /Untagged/],
    ['old', `docker create --name q1 -e constraint:node==n2 ${image} true && ${nodeOf('q1')}`, /\nn2$/],
    ['new', hostsWith(image), /^n2$/],
    ['new', `docker create --name q2 -e constraint:node==n1 ${registry}/q:none true`, /not found|manifest unknown/, 1],
    ['new', `docker rm q1 && docker rmi ${image}`, /Untagged/],
  ]
}

export const placementTheme: Theme = {
  'goes by labels as by variables, and by what is there': rules,
  'says for each condition that it is not met, and for each host why': refusals,
  'follows what a container depends on, and leaves that as it was written': dependencies,
  'keeps names one over the cluster, and the id of classic Swarm': names,
  'pulls an image that its host lacks there and nowhere else': missing,
}
