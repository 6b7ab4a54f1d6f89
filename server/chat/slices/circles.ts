/** The slice of how people stand to each other: blocks, friends, and questions that wait for an answer. */
import {z} from 'zod';
import {userNameSchema, type UserName} from '../../../protocol/names.ts';
import {question, type Question} from '../../../protocol/requests.ts';
import type {Slice} from '../slice.ts';

export type Circles = {
	/** Whom each person has blocked. */
	blocked: Map<UserName, Set<UserName>>;
	/** Each friendship stands at both. */
	friends: Map<UserName, Set<UserName>>;
	/** By {@link questionKey}. */
	questions: Map<string, Question>;
};

/** There is one question of a kind from one person to another, for invitations one a room. */
export function questionKey({kind, from, to, room}: Omit<Question, 'at'>): string {
	return `${kind} ${from} ${to} ${room ?? ''}`;
}

function put(map: Map<UserName, Set<UserName>>, user: UserName, other: UserName): void {
	map.set(user, (map.get(user) ?? new Set()).add(other));
}

function remove(map: Map<UserName, Set<UserName>>, user: UserName, other: UserName): void {
	const others = map.get(user);
	others?.delete(other);
	if (others?.size === 0) map.delete(user);
}

/** A friendship is made, or ends, at both at once. */
function atBoth(change: typeof put, {friends}: Circles, one: UserName, other: UserName): void {
	change(friends, one, other);
	change(friends, other, one);
}

const pairs = z.array(z.strictObject({user: userNameSchema, others: z.array(userNameSchema)}));
const schema = z.strictObject({blocked: pairs, friends: pairs, questions: z.array(question)});
type Part = z.infer<typeof schema>;
const TYPES = ['blocked', 'unblocked', 'asked', 'answered', 'withdrawn', 'unfriended'];

const toPairs = (map: Map<UserName, Set<UserName>>) =>
	[...map].map(([user, others]) => ({user, others: [...others]}));

export const circles: Slice<Circles, Part> = {
	empty: () => ({blocked: new Map(), friends: new Map(), questions: new Map()}),
	apply: {
		/** Whoever is blocked is no friend any more, and what they asked is not waiting any more. */
		blocked(circles, {user, other}) {
			put(circles.blocked, user, other);
			atBoth(remove, circles, user, other);
			for (const [key, {from, to}] of circles.questions) {
				if ((from === user && to === other) || (from === other && to === user)) circles.questions.delete(key);
			}
		},
		unblocked({blocked}, {user, other}) {
			remove(blocked, user, other);
		},
		asked({questions}, {type: _type, ...question}) {
			questions.set(questionKey(question), question);
		},
		/** Two who asked each other need not answer twice. */
		answered(circles, question) {
			const {kind, from, to, accepted} = question;
			circles.questions.delete(questionKey(question));
			if (kind !== 'friend' || !accepted) return;
			circles.questions.delete(questionKey({kind, from: to, to: from}));
			atBoth(put, circles, from, to);
		},
		withdrawn({questions}, question) {
			questions.delete(questionKey(question));
		},
		unfriended(circles, {user, other}) {
			atBoth(remove, circles, user, other);
		},
	},
	keys: event => (TYPES.includes(event.type) ? ['circles'] : []),
	dump: ({blocked, friends, questions}) => ({
		blocked: toPairs(blocked),
		friends: toPairs(friends),
		questions: [...questions.values()],
	}),
	load({blocked, friends, questions}, _key, part) {
		for (const {user, others} of part.blocked) blocked.set(user, new Set(others));
		for (const {user, others} of part.friends) friends.set(user, new Set(others));
		for (const each of part.questions) questions.set(questionKey(each), each);
	},
	schema,
};
