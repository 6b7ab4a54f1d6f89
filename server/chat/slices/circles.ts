/** The slice of how people stand to each other: blocks, friends, and questions that wait for an answer. */
import {z} from 'zod';
import {bondAfter, bound, type Bond, type BondEvent} from '../../../protocol/circles.ts';
import {userNameSchema, type UserName} from '../../../protocol/names.ts';
import {question, type Question} from '../../../protocol/requests.ts';
import type {Slice} from '../slice.ts';
import {storedList} from '../stored-bounds.ts';

/** People, never changed once they are in the state; a list in the file. */
class People extends Set<UserName> {
	toJSON(): UserName[] {
		return [...this];
	}
}

type Others = Map<UserName, ReadonlySet<UserName>>;

export type Circles = {
	/** Whom each person has blocked. */
	blocked: Others;
	/** Each friendship stands at both. */
	friends: Others;
	/** By {@link questionKey}. */
	questions: Map<string, Question>;
};

/** There is one question of a kind from one person to another, for invitations one a room. */
export function questionKey({kind, from, to, room}: Omit<Question, 'at'>): string {
	return `${kind} ${from} ${to} ${room ?? ''}`;
}

function put(map: Others, user: UserName, other: UserName): void {
	const others = map.get(user);
	if (!others?.has(other)) map.set(user, new People(others).add(other));
}

function remove(map: Others, user: UserName, other: UserName): void {
	const others = map.get(user);
	if (!others?.has(other)) return;
	if (others.size === 1) map.delete(user);
	else map.set(user, new People([...others].filter(each => each !== other)));
}

function bondOf({blocked, friends, questions}: Circles, one: UserName, other: UserName): Bond {
	const hasBlocked = (user: UserName, by: UserName) => blocked.get(by)?.has(user) ?? false;
	return {
		friends: friends.get(one)?.has(other) ?? false,
		blockedBy: [...(hasBlocked(other, one) ? [one] : []), ...(hasBlocked(one, other) ? [other] : [])],
		questions: [...questions.values()].filter(
			({from, to}) => (from === one && to === other) || (from === other && to === one),
		),
	};
}

/** Each event changes the bond of two people, and nothing else. */
function happened({blocked, friends, questions}: Circles, event: BondEvent): void {
	const [one, other] = bound(event);
	const before = bondOf({blocked, friends, questions}, one, other);
	const after = bondAfter(before, event);
	for (const [user, by] of [
		[other, one],
		[one, other],
	] as const) {
		(after.friends ? put : remove)(friends, by, user);
		(after.blockedBy.includes(by) ? put : remove)(blocked, by, user);
	}

	for (const question of before.questions)
		if (!after.questions.includes(question)) questions.delete(questionKey(question));
	for (const question of after.questions) questions.set(questionKey(question), question);
}

const pairs = storedList(z.strictObject({user: userNameSchema, others: storedList(userNameSchema)}));
const schema = z.strictObject({blocked: pairs, friends: pairs, questions: storedList(question)});
type Part = z.infer<typeof schema>;
type Captured = Record<'blocked' | 'friends', ReturnType<typeof toPairs>> & {questions: Question[]};
const TYPES = ['blocked', 'unblocked', 'asked', 'answered', 'withdrawn', 'unfriended'];

const toPairs = (map: Others) => [...map].map(([user, others]) => ({user, others}));

export const circles: Slice<Circles, Part, Captured> = {
	empty: () => ({blocked: new Map(), friends: new Map(), questions: new Map()}),
	apply: {
		blocked: happened,
		unblocked: happened,
		asked: happened,
		answered: happened,
		withdrawn: happened,
		unfriended: happened,
	},
	keys: event => (TYPES.includes(event.type) ? ['circles'] : []),
	dump: ({blocked, friends, questions}) => ({
		blocked: toPairs(blocked),
		friends: toPairs(friends),
		questions: [...questions.values()],
	}),
	load({blocked, friends, questions}, _key, part) {
		for (const {user, others} of part.blocked) blocked.set(user, new People(others));
		for (const {user, others} of part.friends) friends.set(user, new People(others));
		for (const each of part.questions) questions.set(questionKey(each), each);
	},
	schema,
};
