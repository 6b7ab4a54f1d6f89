/** Starts a PostgreSQL before the tests of a group, and stops it after them. */
import {afterAll, beforeAll} from 'vitest';
import {Postgres} from './postgres.ts';

/** To be called in the group. @param give is given it, before the first test */
export function usePostgres(give: (postgres: Postgres) => void): void {
	let postgres: Postgres | undefined;
	beforeAll(async () => {
		postgres = await Postgres.start();
		give(postgres);
	}, 60_000);
	afterAll(async () => postgres?.stop());
}
