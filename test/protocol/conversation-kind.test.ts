/** The kinds of conversations, and the users that an id names. */
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {kindOf, participants, partner, privateWith, traitsOf} from '../../protocol/conversation-kind.ts';
import {
	directConversation,
	LOBBY,
	broadcastsOf,
	conversationId,
	userName,
	type UserName,
} from '../../protocol/names.ts';
import {conversationSchema} from '../../protocol/name-schemas.ts';

const [al, alice, bob] = ['al', 'alice', 'bob'] as [UserName, UserName, UserName];
const names = fc
	.stringMatching(/^[a-z][a-z0-9]{1,11}(?:[._-][a-z0-9]{1,5})?$/)
	.filter(text => userName(text) === text)
	.map(text => text as UserName); // it is one

test('a room names nobody', () => {
	expect([kindOf(LOBBY), participants(LOBBY), partner(LOBBY, alice)]).toEqual(['room', [], undefined]);
});

test('a direct conversation is that of two users, and each has the other as partner', () => {
	fc.assert(
		fc.property(names, names, (one, other) => {
			fc.pre(one !== other);
			const id = directConversation(one, other);
			expect([kindOf(id), participants(id)]).toEqual(['direct', [one, other].sort()]);
			expect([partner(id, one), partner(id, other)]).toEqual([other, one]);
		}),
	);
});

test('a user is told from one whose name begins alike', () => {
	const id = directConversation(al, alice);
	expect([kindOf(id), partner(id, al), partner(id, alice)]).toEqual(['direct', alice, al]);
});

test('notes are the conversation of a user alone, with nobody else as partner', () => {
	fc.assert(
		fc.property(names, user => {
			const id = directConversation(user, user);
			expect([kindOf(id), participants(id), partner(id, user)]).toEqual(['notes', [user], user]);
		}),
	);
});

test('broadcasts have a reader, who cannot write there', () => {
	const id = broadcastsOf(bob);
	expect([kindOf(id), participants(id), partner(id, bob)]).toEqual(['broadcasts', [bob], undefined]);
	expect(traitsOf(id).isWritable).toBe(false);
});

test('a private chat has the partner in its id, and no schema of the wire lets it through', () => {
	const id = privateWith(bob);
	expect([kindOf(id), participants(id), partner(id, alice)]).toEqual(['private', [bob], bob]);
	expect(traitsOf(id)).toMatchObject({isStored: false, isWritable: true, countsMentions: false});
	expect([conversationId(id), conversationSchema.safeParse(id).success]).toEqual([undefined, false]);
});
