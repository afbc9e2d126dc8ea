// Templates of databases and of what teams run for themselves.
import type { Template } from './template'

export const gitea: Template = {
  id: 'gitea',
  product: 'Gitea',
  compose: `name: gitea
services:
  server:
    image: gitea/gitea:1.24
    ports:
      - "\${WEB_PORT}:3000"
      - "\${SSH_PORT}:22"
    environment:
      GITEA__database__DB_TYPE: postgres
      GITEA__database__HOST: db:5432
      GITEA__database__NAME: gitea
      GITEA__database__USER: gitea
      GITEA__database__PASSWD: \${DB_PASSWORD}
      GITEA__server__SSH_PORT: \${SSH_PORT}
    volumes:
      - data:/data
    depends_on:
      db:
        condition: service_healthy
    restart: unless-stopped

  db:
    image: postgres:17-alpine
    environment:
      POSTGRES_DB: gitea
      POSTGRES_USER: gitea
      POSTGRES_PASSWORD: \${DB_PASSWORD}
    volumes:
      - db:/var/lib/postgresql/data
    healthcheck:
      test: [CMD, pg_isready, -U, gitea]
      interval: 5s
      retries: 12
    restart: unless-stopped

volumes:
  data:
  db:
`,
  questions: [
    { kind: 'port', name: 'WEB_PORT', standard: 3001 },
    { kind: 'port', name: 'SSH_PORT', standard: 2222 },
    { kind: 'secret', name: 'DB_PASSWORD' },
    { kind: 'place', name: 'PLACE', services: ['server', 'db'] },
  ],
}

export const monitoring: Template = {
  id: 'monitoring',
  compose: `name: monitoring
services:
  grafana:
    image: grafana/grafana:12.1.0
    ports:
      - "\${WEB_PORT}:3000"
    environment:
      GF_SECURITY_ADMIN_PASSWORD: \${ADMIN_PASSWORD}
    configs:
      - source: datasource
        target: /etc/grafana/provisioning/datasources/prometheus.yaml
    volumes:
      - grafana:/var/lib/grafana
    depends_on:
      prometheus:
        condition: service_healthy
    restart: unless-stopped

  prometheus:
    image: prom/prometheus:v3.5.0
    command:
      - --config.file=/etc/prometheus/prometheus.yml
      - --storage.tsdb.path=/prometheus
      - --storage.tsdb.retention.time=\${KEEP_FOR}
    configs:
      - source: prometheus
        target: /etc/prometheus/prometheus.yml
    volumes:
      - metrics:/prometheus
    healthcheck:
      test: [CMD, wget, -q, --spider, http://127.0.0.1:9090/-/healthy]
      interval: 5s
      retries: 10
    restart: unless-stopped
    deploy:
      resources:
        limits:
          memory: \${METRICS_MEMORY}

configs:
  datasource:
    content: |
      apiVersion: 1
      datasources:
        - name: Prometheus
          type: prometheus
          url: http://prometheus:9090
          isDefault: true
  prometheus:
    content: |
      global:
        scrape_interval: 15s
      scrape_configs:
        - job_name: prometheus
          static_configs:
            - targets: [localhost:9090]

volumes:
  grafana:
  metrics:
`,
  questions: [
    { kind: 'port', name: 'WEB_PORT', standard: 3002 },
    { kind: 'secret', name: 'ADMIN_PASSWORD' },
    { kind: 'text', name: 'KEEP_FOR', standard: '15d', pattern: '\\d+[hdwy]' },
    { kind: 'size', name: 'METRICS_MEMORY', standard: '512m' },
    { kind: 'place', name: 'PLACE', services: ['prometheus'] },
  ],
}

export const registry: Template = {
  id: 'registry',
  compose: `name: registry
services:
  registry:
    image: registry:3.0.0
    ports:
      - "\${REGISTRY_PORT}:5000"
    environment:
      REGISTRY_STORAGE_DELETE_ENABLED: "true"
    volumes:
      - images:/var/lib/registry
    healthcheck:
      test: [CMD, wget, -q, --spider, http://127.0.0.1:5000/v2/]
      interval: 10s
    restart: unless-stopped

volumes:
  images:
`,
  questions: [
    { kind: 'port', name: 'REGISTRY_PORT', standard: 5000 },
    { kind: 'place', name: 'PLACE', services: ['registry'] },
  ],
}

export const search: Template = {
  id: 'search',
  product: 'OpenSearch',
  compose: `name: search
x-node: &node
  image: opensearchproject/opensearch:3.1.0
  ulimits:
    memlock: -1
    nofile: 65536
  restart: unless-stopped
x-settings: &settings
  cluster.name: search
  discovery.seed_hosts: node1,node2,node3
  cluster.initial_cluster_manager_nodes: node1,node2,node3
  DISABLE_SECURITY_PLUGIN: "true"
  OPENSEARCH_JAVA_OPTS: -Xms\${HEAP} -Xmx\${HEAP}

services:
  node1:
    <<: *node
    environment:
      <<: *settings
      node.name: node1
    ports:
      - "\${API_PORT}:9200"
    volumes:
      - data1:/usr/share/opensearch/data
  node2:
    <<: *node
    environment:
      <<: *settings
      node.name: node2
    volumes:
      - data2:/usr/share/opensearch/data
  node3:
    <<: *node
    environment:
      <<: *settings
      node.name: node3
    volumes:
      - data3:/usr/share/opensearch/data

volumes:
  data1:
  data2:
  data3:
`,
  questions: [
    { kind: 'port', name: 'API_PORT', standard: 9200 },
    { kind: 'size', name: 'HEAP', standard: '512m' },
    { kind: 'place', name: 'PLACE', services: ['node1', 'node2', 'node3'] },
  ],
}

export const postgres: Template = {
  id: 'postgres',
  product: 'PostgreSQL',
  compose: `name: postgres
services:
  db:
    image: postgres:17-alpine
    environment:
      POSTGRES_DB: \${DB_NAME}
      POSTGRES_USER: \${DB_USER}
      POSTGRES_PASSWORD: \${DB_PASSWORD}
    volumes:
      - data:/var/lib/postgresql/data
    shm_size: 256m
    healthcheck:
      test: [CMD-SHELL, pg_isready -U "$$POSTGRES_USER" -d "$$POSTGRES_DB"]
      interval: 5s
      retries: 12
    restart: unless-stopped
    deploy:
      resources:
        limits:
          memory: \${DB_MEMORY}

  adminer:
    image: adminer:5.3.0
    ports:
      - "\${WEB_PORT}:8080"
    environment:
      ADMINER_DEFAULT_SERVER: db
    depends_on:
      db:
        condition: service_healthy
    restart: unless-stopped

volumes:
  data:
`,
  questions: [
    { kind: 'text', name: 'DB_NAME', standard: 'app', pattern: '[a-z_][a-z0-9_]*' },
    { kind: 'text', name: 'DB_USER', standard: 'app', pattern: '[a-z_][a-z0-9_]*' },
    { kind: 'secret', name: 'DB_PASSWORD' },
    { kind: 'port', name: 'WEB_PORT', standard: 8082 },
    { kind: 'size', name: 'DB_MEMORY', standard: '1g' },
    { kind: 'place', name: 'PLACE', services: ['db'] },
  ],
}

export const uptimeKuma: Template = {
  id: 'uptime-kuma',
  product: 'Uptime Kuma',
  compose: `name: uptime-kuma
services:
  kuma:
    image: louislam/uptime-kuma:1.23.16
    ports:
      - "\${WEB_PORT}:3001"
    volumes:
      - data:/app/data
    restart: unless-stopped
    deploy:
      resources:
        limits:
          memory: 512m

volumes:
  data:
`,
  questions: [
    { kind: 'port', name: 'WEB_PORT', standard: 3003 },
    { kind: 'place', name: 'PLACE', services: ['kuma'] },
  ],
}
