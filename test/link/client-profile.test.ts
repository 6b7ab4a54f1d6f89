/** Does a machine keep what it was last told to keep of an account? */
import {expect, test} from 'vitest';
import {accountsOf, lockProfile} from '../../source/link/client-profile.ts';
import {alice, freshFolder, testClock} from './people.ts';

const address = {host: '127.0.0.1', port: 1};

test('a token that is forgotten while it is written is not on disk afterwards', async () => {
	const where = {home: await freshFolder(), address, user: alice};
	const profile = await lockProfile(where, testClock());
	for (let time = 0; time < 50; time++) {
		await Promise.all([profile.keepToken('a token'), profile.keepToken(undefined)]);
		expect(await accountsOf(where)).toEqual([profile.account]);
		expect(profile.account.token).toBeUndefined();
	}
	await profile.release();
});

test('a profile is released only when its token is on disk', async () => {
	const where = {home: await freshFolder(), address, user: alice};
	const profile = await lockProfile(where, testClock());
	const kept = profile.keepToken('a token');
	await profile.release();
	expect((await lockProfile(where, testClock())).account.token).toBe('a token');
	await kept;
});
