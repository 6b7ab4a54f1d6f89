/** Does the link come back, and does every message arrive exactly once, wherever it was cut? */
import {expect, test} from 'vitest';
import {alice, entry, joinAddress, PASSWORD, person, server, signedIn} from './people.ts';

test('alice signs in, and her message is stored', async () => {
	const fake = await server();
	const {link, hears, told} = await signedIn(fake, alice);
	link.send(entry('hello'));
	await hears('stored');
	expect(fake.stored.map(({text}) => text)).toEqual(['hello']);
	expect(told('stored')[0]).toMatchObject({sequence: 1, waitsFor: []});
});

test('after a cut the client reconnects by the token, without a password', async () => {
	const fake = await server();
	const someone = await signedIn(fake, alice);
	fake.cut();
	await someone.comesBack();
	expect(fake.asked('signIn')).toHaveLength(1);
	expect(fake.asked('resume')).toHaveLength(1);
	expect(someone.status()).toBe('online');
});

test.each(['cutBefore', 'cutAfter'] as const)(
	'a message is stored once when the link is %s its reply',
	async how => {
		const fake = await server();
		const someone = await signedIn(fake, alice);
		let cuts = 3;
		fake.interfere = request => (request.type === 'send' && cuts-- > 0 ? how : undefined);
		const sent = Array.from({length: 5}, (_, at) => entry(`message ${at}`));
		for (const each of sent) someone.link.send(each);
		for (let cut = 0; cut < 3; cut++) await someone.comesBack();
		await someone.hears('stored', 5);
		expect(fake.stored.map(({id}) => id)).toEqual(sent.map(({id}) => id));
		expect(someone.told('stored').map(({id}) => id)).toEqual(sent.map(({id}) => id));
	},
);

test('a wrong password is answered once and not tried again', async () => {
	const fake = await server();
	const someone = await person();
	const answer = await someone.signIn(joinAddress(fake), {user: 'alice', password: PASSWORD + '!'});
	expect(answer).toEqual({refusal: 'wrongPassword'});
	expect(someone.status()).toBe('stopped');
});
