import type { Db } from '../../prisma/client.ts'
import type { Viewer } from './people.ts'
import type { Hit } from './search/sight.ts'
import { type Answer, answer, search } from './search/store.ts'

type Asked = { text: string; kinds?: string[]; limit?: number }

/** What a viewer may find where she speaks: the scope is part of the query. A stranger finds nothing. */
export const findFor = async (db: Db, viewer: Viewer, asked: Asked): Promise<Hit[]> =>
  viewer.sight.isKnown ? search(db, { ...asked, sight: sightFor(viewer) }) : []

/** The answer to a question from what a viewer may find where she speaks; empty when nothing really answers it. */
export const answerFor = async (db: Db, viewer: Viewer, asked: Asked): Promise<Answer[]> =>
  viewer.sight.isKnown ? (await answer(db, { ...asked, sight: sightFor(viewer) })).hits : []

const sightFor = ({ sight, personId }: Viewer) => ({ ...sight, personId })
