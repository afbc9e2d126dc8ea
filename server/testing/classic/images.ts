// What clients of classic Swarm rely on about images.
import { hostsWith, nodeOf, type Theme } from './ground'

const everywhere: Theme[string] = ({ registry }) => {
  const image = `${registry}/im`
  return [
    ['new', `docker tag busybox ${image}:1 && docker push -q ${image}:1 && ${hostsWith(image)}`, /n1 n2 n3$/],
    ['old', `docker images --format "{{.Repository}}:{{.Tag}}" ${image}`, new RegExp(`^${image}:1$`)],
    ['old', `docker rmi ${image}:1 && ${hostsWith(image)}`, /^Untagged: .*\n(Untagged: .*)?$/],
    ['new', `docker pull -q ${image}:1 && ${hostsWith(image)}`, /n1 n2 n3$/],
    ['new', `docker pull -q ${image}:none`, /not found|manifest unknown/, 1],
    ['new', `docker images --digests ${image}`, /sha256:[0-9a-f]{64}/],
    [
      'new',
      `docker save -o two.tar ${image}:1 busybox && docker rmi ${image}@$(docker images --digests --format "{{.Digest}}" ${image}) && ${hostsWith(image)}`,
      /^Untagged: \S+@sha256:\S+/,
    ],
    [
      'middle',
      `docker rmi ${image}:1 >/dev/null; docker load -i two.tar && ${hostsWith(image)}`,
      /Loaded image.*\n(.*\n)?n1 n2 n3$/,
    ],
    ['new', `docker rmi ${image.slice(0, -1)}`, /No such image/, 1],
    ['new', 'echo junk > junk.tar; docker load -i junk.tar', /n1: .*(\n|.)*n2: .*(\n|.)*n3: /, 1],
    ['old', 'docker import junk.tar junk:1', /n1: .*(\n|.)*n2: .*(\n|.)*n3: /, 1],
    [
      'new',
      `mkdir -p root && echo y > root/y && tar c -C root . | docker import - imp:1 && ${hostsWith('imp')}`,
      /n1 n2 n3$/,
    ],
    ['new', `docker rmi imp:1 ${image}:1 && docker search ${registry}/x`, /Error|error|404/, 1],
  ]
}

const built: Theme[string] = ({ own, registry }) => {
  const build = (tag: string, x: string, host: string) =>
    `DOCKER_BUILDKIT=0 docker build -q -t ${tag} --build-arg X=${x} --build-arg constraint:node==${host} .`
  const only = `${registry}/only`
  const labelOf = (label: string) => `docker inspect -f '{{index .Config.Labels "com.docker.swarm.${label}"}}'`

  return [
    ['old', build('b:1', 'one', 'n2'), /sha256/],
    ['new', build('b:2', 'two', 'n1'), /sha256/],
    ['new', 'docker images --format "{{.Repository}}:{{.Tag}}" b | sort | tr "\\n" " "', /^b:1 b:2$/],
    ['new', `${hostsWith('b:1')}; ${hostsWith('b:2')}`, /^n2 n1$/],
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
    // The rule's host, n1, neither has it nor can pull it.
    [
      'new',
      `docker create --name i1 -e constraint:storage==~ssd b:1 true && ${nodeOf('i1')} && ${labelOf('affinities')} i1`,
      /\nn2\n*$/,
    ],
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

export const imagesTheme: Theme = {
  'go to every host and from every host': everywhere,
  'are there once, on the host that built them, and found by every filter': built,
}
