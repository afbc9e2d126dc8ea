// What clients of classic Swarm rely on about networks and volumes, which belong to their hosts.
import type { Step } from '@/server/testing/docker-clients'
import { id, type Theme } from './ground'

const networks: Theme[string] = ({ own }) => {
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
    [
      'new',
      `docker network inspect n1/w3 > na; ${own('n1', 'network inspect w3')} > nb; cmp na nb && grep -c IPv4Address na`,
      /^2$/,
    ],
    ['new', 'docker network rm n1/w3', /n1\/w3 is in use by 2 containers: n1\/w4, n1\/w5/, 1],
    ['new', 'docker network disconnect n1/w3 w5 && docker rm -f w4 w5 && docker network rm n1/w3', /n1\/w3$/],
  ]
}

const volumes: Theme[string] = ({ own }) => {
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
    [
      'old',
      `v=$(docker volume create); docker volume inspect n1/$v > va; ${own('n1', 'volume inspect $v')} > vb; cmp va vb && docker volume rm $v`,
      id,
    ],
    ['new', 'docker create --name v4 -e constraint:node==n1 -v v3:/d busybox', id],
    ['new', 'docker volume rm n1/v3', /in use/, 1],
    ['old', 'docker volume rm none', /[Nn]o such volume/, 1],
    ['new', `docker rm v4 && docker volume rm v1 v3 && ${names('--filter name=v')}`, /^v4\nv1\nv3$/],
  ]
}

export const networksTheme: Theme = { 'belong to their hosts': networks }

export const volumesTheme: Theme = { 'belong to their hosts, and are made on each': volumes }
