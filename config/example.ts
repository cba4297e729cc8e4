/** The administrations of the example file. */
export const exampleAdministrations = [
  { key: 'landkreis', name: 'Landkreis Harburg', short: 'LKH', ags: '03353', servers: ['landkreis-harburg.example'] },
  { key: 'seevetal', name: 'Gemeinde Seevetal', short: 'SEV', ags: '03353031', servers: ['seevetal.example'] },
  {
    key: 'neu-wulmstorf',
    name: 'Gemeinde Neu Wulmstorf',
    short: 'NWU',
    ags: '03353026',
    servers: ['neu-wulmstorf.example'],
  },
]

/** The groups of the example file. */
export const exampleGroups = [
  {
    key: 'it',
    name: 'AG IT-Kooperation',
    administrations: ['seevetal', 'neu-wulmstorf', 'landkreis'],
    join: 'invite',
    coordinators: ['@koordination:harburg.example'],
    members: [
      { id: '@anna:seevetal.example', administration: 'seevetal' },
      { id: '@ben:seevetal.example', administration: 'seevetal', role: 'deputy' },
    ],
  },
]
