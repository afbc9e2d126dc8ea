// What clients of classic Swarm rely on about images, networks and volumes, as steps of the real docker.
import type { Step } from './docker-clients'

/** `own`: a command to an engine itself, past the endpoint. */
type Ground = { own(host: string, what: string): string; registry: string }

const id = /^[0-9a-f]{64}$/
const nodeOf = (name: string) => `docker inspect -f "{{.Node.Name}}" ${name}`
const on = (image: string) =>
  `for n in 1 2 3; do docker images --filter node=n$n --format "n$n {{.Repository}}:{{.Tag}}" ${image}; done | cut -d" " -f1 | tr "\\n" " "`

function imagesEverywhere({ registry }: Ground): Step[] {
  const image = `${registry}/im`
  return [
    ['new', `docker tag busybox ${image}:1 && docker push -q ${image}:1 && ${on(image)}`, /n1 n2 n3$/],
    ['old', `docker images --format "{{.Repository}}:{{.Tag}}" ${image}`, new RegExp(`^${image}:1$`)],
    ['old', `docker rmi ${image}:1 && ${on(image)}`, /^Untagged: .*\n(Untagged: .*)?$/],
    ['new', `docker pull -q ${image}:1 && ${on(image)}`, /n1 n2 n3$/],
    ['new', `docker pull -q ${image}:none`, /not found|manifest unknown/, 1],
    ['new', `docker images --digests ${image}`, /sha256:[0-9a-f]{64}/],
    [
      'new',
      `docker save -o two.tar ${image}:1 busybox && docker rmi ${image}@$(docker images --digests --format "{{.Digest}}" ${image}) && ${on(image)}`,
      /^Untagged: \S+@sha256:\S+/,
    ],
    [
      'middle',
      `docker rmi ${image}:1 >/dev/null; docker load -i two.tar && ${on(image)}`,
      /Loaded image.*\n(.*\n)?n1 n2 n3$/,
    ],
    ['new', `docker rmi ${image.slice(0, -1)}`, /No such image/, 1],
    ['new', 'echo junk > junk.tar; docker load -i junk.tar', /n1: .*(\n|.)*n2: .*(\n|.)*n3: /, 1],
    ['old', 'docker import junk.tar junk:1', /n1: .*(\n|.)*n2: .*(\n|.)*n3: /, 1],
    ['new', `mkdir -p root && echo y > root/y && tar c -C root . | docker import - imp:1 && ${on('imp')}`, /n1 n2 n3$/],
    ['new', `docker rmi imp:1 ${image}:1 && docker search ${registry}/x`, /Error|error|404/, 1],
  ]
}

function builtImages({ own, registry }: Ground): Step[] {
  const build = (tag: string, x: string, host: string) =>
    `DOCKER_BUILDKIT=0 docker build -q -t ${tag} --build-arg X=${x} --build-arg constraint:node==${host} .`
  const only = `${registry}/only`
  const labelOf = (label: string) => `docker inspect -f '{{index .Config.Labels "com.docker.swarm.${label}"}}'`

  return [
    ['old', build('b:1', 'one', 'n2'), /sha256/],
    ['new', build('b:2', 'two', 'n1'), /sha256/],
    ['new', 'docker images --format "{{.Repository}}:{{.Tag}}" b | sort | tr "\\n" " "', /^b:1 b:2$/],
    ['new', `${on('b:1')}; ${on('b:2')}`, /^n2 n1$/],
    [
      'new',
      'docker images -q --filter label=made=one | wc -l; docker images --format "{{.Tag}}" --filter reference="b:*" --filter before=b:2 b',
      /^1\n1$/,
    ],
    ['new', 'docker images --format "{{.Tag}}" --filter since=b:1 b', /^2$/],
    ['old', 'docker images --filter since=none:1', /[Nn]o such image/, 1],
    ['new', 'docker history --format "{{.CreatedBy}}" b:1', /LABEL made/],
    ['new', 'docker save b:1 b:2 > both.tar', /Unable to find a healthy engine containing all images/, 1],
    ['old', build('b:9', 'x', 'n9'), /Unable to find a node(.|\n)*\[node==n9\]/, 1],
    ['new', `docker create --name i1 b:1 true && ${nodeOf('i1')} && ${labelOf('affinities')} i1`, /\nn2\n*$/],
    ['new', 'docker create -e constraint:node==n1 b:1 true', /Unable to find image|No such image/, 1],
    [
      'new',
      `docker tag b:1 ${only} && docker create --name i2 -e affinity:image==${only} busybox && ${nodeOf('i2')}`,
      /\nn2$/,
    ],
    [
      'new',
      'docker rm i1 i2 >/dev/null; docker tag b:1 b:3 && docker rmi -f b:3 && docker images -q b:1',
      /^Untagged: b:3\n[0-9a-f]{12}$/,
    ],
    [
      'new',
      `docker rmi -f $(docker images -q b:1) && docker images -q ${only}; docker rmi b:1`,
      /Untagged: b:1(.|\n)*No such image/,
      1,
    ],
    // One that an engine was given past the endpoint.
    ['new', `docker create --name i3 -e constraint:node==n1 busybox && ${own('n1', 'commit i3 past:1')}`, /sha256/],
    [
      'new',
      'until docker images -q past:1 | grep .; do sleep 0.1; done; docker rm i3; docker rmi past:1',
      /Untagged: past:1/,
    ],
  ]
}

function networks({ own }: Ground): Step[] {
  const names = 'docker network ls --format "{{.Name}}"'
  return [
    [
      'new',
      `${names} --filter type=builtin | sort | tr "\\n" " "`,
      /^n1\/bridge n1\/host n1\/none n2\/bridge n2\/host n2\/none n3\/bridge n3\/host n3\/none$/,
    ],
    ['old', `${names} --filter type=builtin --filter node=n2 --filter name=bridge`, /^n2\/bridge$/],
    ['new', `${names} --filter type=odd`, /odd/, 1],
    ['new', `docker network create w1 && ${names} --filter name=w1 && docker network rm w1`, /\nn\d\/w1\nw1$/],
    ['old', 'docker network create n9/w2', /n9/, 1],
    ...(['n1', 'n2'] as const).map(
      (host): Step => [
        'new',
        `docker network inspect ${host}/bridge > na; ${own(host, 'network inspect bridge')} > nb; cmp na nb`,
        /^$/,
      ],
    ),
    ['new', 'docker network create --subnet 10.91.7.0/24 n1/w3', id],
    ['new', `${names} --filter type=custom --filter name=w3`, /^n1\/w3$/],
    ['new', 'docker run -d --name w4 --net n1/w3 --ip 10.91.7.5 --network-alias al busybox sleep 1000', id],
    ['old', 'docker run -d --name w5 -e constraint:node==n1 busybox sleep 1000', id],
    ['old', 'docker network connect --ip 10.91.7.7 --alias other n1/w3 w5', /^$/],
    ['new', 'docker exec w5 ping -c1 -w9 al && docker exec w4 ping -c1 -w9 other', /10\.91\.7\.5(.|\n)*10\.91\.7\.7/],
    ['new', 'docker network rm n1/w3', /n1\/w3 is in use by 2 containers: n1\/w4, n1\/w5/, 1],
    ['new', 'docker network disconnect n1/w3 w5 && docker rm -f w4 w5 && docker network rm n1/w3', /n1\/w3$/],
  ]
}

function volumes({ own }: Ground): Step[] {
  const names = (filter: string) => `docker volume ls -q ${filter} | tr "\\n" " "`
  return [
    ['old', `docker volume create --name v1 && ${names('--filter name=v1')}`, /^v1\nn1\/v1 n2\/v1 n3\/v1$/],
    ['new', 'docker volume create n9/v2', /n9/, 1],
    [
      'new',
      `docker volume create --label kind=w --label 'com.docker.swarm.whitelists=["node==n1|n2"]' v3 && ${names('--filter label=kind=w')}`,
      /^v3\nn1\/v3 n2\/v3$/,
    ],
    ['new', names('--filter name=v3 --filter node=n2'), /^n2\/v3$/],
    ...(['n1', 'n2'] as const).map(
      (host): Step => [
        'new',
        `docker volume inspect ${host}/v3 > va; ${own(host, 'volume inspect v3')} > vb; cmp va vb`,
        /^$/,
      ],
    ),
    ['new', 'docker create --name v4 -e constraint:node==n1 -v v3:/d busybox', id],
    ['new', 'docker volume rm n1/v3', /in use/, 1],
    ['old', 'docker volume rm none', /[Nn]o such volume/, 1],
    ['new', `docker rm v4 && docker volume rm v1 v3 && ${names('--filter name=v')}`, /^v4\nv1\nv3$/],
  ]
}

export const linesOfObjects: Record<string, (ground: Ground) => Step[]> = {
  'images go to every host and from every host': imagesEverywhere,
  'images are there once, on the host that built them, and found by every filter': builtImages,
  'networks belong to their hosts': networks,
  'volumes belong to their hosts': volumes,
}
