import { execFile } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type Cable, layCable } from './cable.ts'
import { findFreePort } from './ports.ts'
import type { Log } from './progress.ts'
import { installSynapse, type Synapse, startSynapse } from './synapse.ts'

const CERTIFICATE = join(import.meta.dirname, 'certificate.py')

/** Two homeservers whose people meet in rooms, and the way between them. */
export interface Federation {
  servers: [Synapse, Synapse]
  /** Parts the servers: whoever connects is refused, or hears nothing (`silently`). Both go on for their own people. */
  part(how: 'refusing' | 'silently'): Promise<void>
  /** Brings them together again; they find out within seconds. */
  reunite(): Promise<void>
  /** How often the servers tried to reach each other since they were parted silently. */
  attempts(): number
  stop(): Promise<void>
}

/** How soon a server gives up, and tries again; by default that may take ten minutes. */
const PATIENCE = {
  client_timeout: '3s',
  max_short_retries: 0,
  destination_min_retry_interval: '1s',
  destination_retry_multiplier: 1,
  destination_max_retry_interval: '2s',
}

/** A server's ports: the one in its name, the one behind it where it speaks TLS, and the one for its own people. */
interface Ports {
  named: number
  tls: number
  port: number
}

/** Starts two homeservers called `localhost:<port>` that speak with each other and with nobody else. */
export async function startFederation({ dir, log }: { dir: string; log?: Log }): Promise<Federation> {
  const python = await installSynapse({ log })
  const [a, b, c, d, e, f] = await differentPorts()
  const [here, there] = [
    { named: a, tls: b, port: c },
    { named: d, tls: e, port: f },
  ]
  const names = [nameOf(here), nameOf(there)]
  const cables = await Promise.all([here, there].map(({ named, tls }) => layCable(named, tls)))
  const servers = await Promise.all([
    openServer(join(dir, 'here'), { python, names, ports: here, log }),
    openServer(join(dir, 'there'), { python, names, ports: there, log }),
  ])
  const all = (act: (cable: Cable) => Promise<void>) => Promise.all(cables.map(act))
  return {
    servers,
    part: async (how) => void (await all((cable) => cable.cut(how))),
    reunite: async () => void (await all((cable) => cable.mend())),
    attempts: () => cables.reduce((sum, cable) => sum + cable.tried(), 0),
    async stop() {
      await Promise.all(servers.map((server) => server.stop()))
      await all((cable) => cable.close())
    },
  }
}

const nameOf = ({ named }: Ports) => `localhost:${named}`

async function differentPorts(): Promise<[number, number, number, number, number, number]> {
  const ports = new Set<number>()
  while (ports.size < 6) ports.add(await findFreePort())
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = ports
  return [a, b, c, d, e, f]
}

type Spec = { python: string; names: string[]; ports: Ports; log: Log | undefined }

async function openServer(dir: string, { python, names, ports, log }: Spec): Promise<Synapse> {
  mkdirSync(dir, { recursive: true })
  const [certificate, key] = [join(dir, 'tls.crt'), join(dir, 'tls.key')]
  await promisify(execFile)(python, [CERTIFICATE, certificate, key])
  const listener = { bind_addresses: ['127.0.0.1'], type: 'http' }
  return startSynapse({
    dir,
    log,
    port: ports.port,
    serverName: nameOf(ports), // names its port, so that nobody looks further for the server
    extra: {
      listeners: [
        { ...listener, port: ports.port, tls: false, resources: [{ names: ['client'] }] },
        { ...listener, port: ports.tls, tls: true, resources: [{ names: ['federation'] }] },
      ],
      tls_certificate_path: certificate,
      tls_private_key_path: key,
      federation_verify_certificates: false,
      federation_domain_whitelist: names,
      ip_range_whitelist: ['127.0.0.0/8', '::1/128'],
      federation: PATIENCE,
      rc_federation: { reject_limit: 99_999, sleep_limit: 99_999, concurrent: 50 },
    },
  })
}
