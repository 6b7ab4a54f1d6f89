/** Does a machine keep what it was last told to keep of an account? */
import {expect, test} from 'vitest';
import {accountsOf, lockProfile} from '../../source/link/client-profile.ts';
import {alice, freshFolder, testClock} from './people.ts';

const address = {host: '127.0.0.1', port: 1};

test('a token that is forgotten while it is being written is forgotten on disk, too', async () => {
	const where = {home: await freshFolder(), address, user: alice};
	const slot = await lockProfile(where, testClock());
	for (let time = 0; time < 50; time++) {
		await Promise.all([slot.keepToken('a token'), slot.keepToken(undefined)]);
		expect(await accountsOf(where)).toEqual([slot.account]);
		expect(slot.account.token).toBeUndefined();
	}
	await slot.release();
});

test('whoever has the slot next finds the token that was being written when it was let go', async () => {
	const where = {home: await freshFolder(), address, user: alice};
	const slot = await lockProfile(where, testClock());
	const kept = slot.keepToken('a token');
	await slot.release();
	expect((await lockProfile(where, testClock())).account.token).toBe('a token');
	await kept;
});
