import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { stringify } from 'yaml'

/** What a throw-away homeserver differs in from its siblings. */
export interface ConfigSpec {
  dir: string
  port: number
  serverName: string
  defaultRoomVersion: string
  rateLimits: 'none' | 'default'
  extra: Record<string, unknown>
}

/**
 * Writes homeserver.yaml and log.yaml of a server that only this machine reaches and that asks no other. Gives the
 * registration secret; secrets of an earlier start in the same folder stay.
 */
export function writeConfig(spec: ConfigSpec): { file: string; registrationSecret: string } {
  mkdirSync(spec.dir, { recursive: true })
  const secrets = keepSecrets(join(spec.dir, 'secrets.json'))
  const file = join(spec.dir, 'homeserver.yaml')
  const limits = spec.rateLimits === 'none' ? liftedLimits() : {}
  writeFileSync(join(spec.dir, 'log.yaml'), stringify(logging))
  writeFileSync(
    file,
    stringify({ ...settings(spec, secrets), ...limits, ...spec.extra }, { aliasDuplicateObjects: false }),
  )
  return { file, registrationSecret: secrets.registration }
}

interface Secrets {
  registration: string
  macaroon: string
  form: string
  signingKey: string
}

function keepSecrets(file: string): Secrets {
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8'))
  const secret = () => randomBytes(24).toString('hex')
  const seed = randomBytes(32).toString('base64').replace(/=+$/, '')
  const secrets = { registration: secret(), macaroon: secret(), form: secret(), signingKey: `ed25519 a_test ${seed}` }
  writeFileSync(file, JSON.stringify(secrets), { mode: 0o600 })
  return secrets
}

function settings(spec: ConfigSpec, secrets: Secrets): Record<string, unknown> {
  const listener = { port: spec.port, bind_addresses: ['127.0.0.1'], type: 'http', tls: false }
  return {
    server_name: spec.serverName,
    public_baseurl: `http://127.0.0.1:${spec.port}/`,
    signing_key: secrets.signingKey,
    log_config: join(spec.dir, 'log.yaml'),
    listeners: [{ ...listener, resources: [{ names: ['client'] }] }],
    database: { name: 'sqlite3', args: { database: join(spec.dir, 'homeserver.db') } },
    media_store_path: join(spec.dir, 'media'),
    registration_shared_secret: secrets.registration,
    macaroon_secret_key: secrets.macaroon,
    form_secret: secrets.form,
    default_room_version: spec.defaultRoomVersion,
    report_stats: false,
    bcrypt_rounds: 4, // log-ins of tests need not be slow to guess
    presence: { enabled: false },
    trusted_key_servers: [], // else it asks a public one
    suppress_key_server_warning: true,
    federation_domain_whitelist: [], // no other server is ever spoken to
  }
}

function liftedLimits(): Record<string, unknown> {
  const rc = { per_second: 9999, burst_count: 9999 }
  return {
    rc_message: rc,
    rc_registration: rc,
    rc_login: { address: rc, account: rc, failed_attempts: rc },
    rc_joins: { local: rc, remote: rc },
    rc_joins_per_room: rc,
    rc_invites: { per_room: rc, per_user: rc, per_issuer: rc },
    rc_room_creation: rc,
    rc_media_create: rc,
    rc_admin_redaction: rc,
    rc_3pid_validation: rc,
  }
}

// Warnings only: writing a line for each request takes a good part of a small machine's time.
const logging = {
  version: 1,
  disable_existing_loggers: false,
  formatters: { plain: { format: '%(asctime)s %(levelname)s %(name)s %(request)s %(message)s' } },
  filters: { context: { '()': 'synapse.logging.context.LoggingContextFilter', request: '' } },
  handlers: { console: { class: 'logging.StreamHandler', formatter: 'plain', filters: ['context'] } },
  root: { level: 'WARNING', handlers: ['console'] },
}
