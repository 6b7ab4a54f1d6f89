/** Asks a large server for people whom the client does not list, and holds the names that were found. */
import {MAX_FOUND_PEOPLE} from '../../../protocol/bounds.ts';
import {MAX_NAME, type UserName} from '../../../protocol/names.ts';
import type {Person as Told} from '../../../protocol/presence.ts';
import {textOf} from '../../../terminal/editor.ts';
import {partnerIn} from '../chats/conversations.ts';
import type {Effect} from '../model/effect.ts';
import type {State} from '../model/state.ts';
import {step, type Step} from '../model/step.ts';
import {isLarge, matters} from './listed.ts';
import {heldPerson} from './people.ts';

/** Milliseconds after the last letter typed into the jump dialog, from which on the server is asked. */
export const FIND_AFTER = 150;
/** Maximum names held that were found, the newest ones. */
const MAX_FOUND = 4 * MAX_FOUND_PEOPLE;
/** Maximum new partners of whom the client asks after one event. */
const MAX_ASKED = 50;

/** Returns the part of a name for which the server is asked; undefined if no name has such a part. */
export function partOfName(typed: string): string | undefined {
	const name = typed.trim().toLowerCase().replace(/^@/, '');
	return /^[a-z0-9._-]+$/.test(name) && name.length <= MAX_NAME ? name : undefined;
}

/** Returns the question for a typed part of a name; undefined if there can be no answer that the client does not know. */
export function findEffect(state: State, typed: string): Effect | undefined {
	const name = partOfName(typed);
	if (!isLarge(state) || name === undefined) return undefined;
	return {type: 'request', request: {type: 'findPeople', name}};
}

/** Returns what is to be asked after an event: people called as was typed into the jump dialog, and those who matter to the user from now on. */
export function lookups(before: State, after: State): readonly Effect[] {
	if (!isLarge(after)) return [];
	const typed = typedToJump(after);
	const isNew = typed !== typedToJump(before) && findEffect(after, typed) !== undefined;
	const later: Effect = {
		type: 'after',
		milliseconds: FIND_AFTER,
		key: 'findPeople',
		event: {type: 'findPeopleDue'},
	};
	const asked = newcomers(before, after).slice(0, MAX_ASKED);
	return [...(isNew ? [later] : []), ...asked.flatMap(user => findEffect(after, user) ?? [])];
}

/** Asks for the people whose name has what stands in the jump dialog now. */
export function findTyped(state: State): Step {
	const effect = findEffect(state, typedToJump(state));
	return effect ? step(state, effect) : step(state);
}

function typedToJump({dialogs}: State): string {
	const top = dialogs.at(-1);
	return top?.type === 'jump' ? textOf(top.editor) : '';
}

/** Lists new friends and partners who are not listed: the client does not know their presence. */
function newcomers(before: State, after: State): readonly UserName[] {
	const {friends, conversations, people, deleted, me} = after;
	const isBack = me !== before.me; // the server has listed people anew
	const isGrown = conversations.size > before.conversations.size;
	const partners = isBack || isGrown ? [...conversations.keys()] : [];
	const fresh = partners.filter(id => isBack || !before.conversations.has(id));
	const newFriends = friends === before.friends ? [] : friends;
	return [...new Set([...fresh.flatMap(id => partnerIn(after, id) ?? []), ...newFriends])].filter(
		user => !people.has(user) && !deleted.has(user),
	);
}

/** Lists those found who matter to the user, and holds the names of the others for completion and the jump dialog. */
export function withFound(state: State, told: readonly Told[]): State {
	const people = new Map(state.people);
	const found = new Set(state.found);
	for (const person of told) {
		const {user} = person;
		found.delete(user);
		if (people.has(user) || matters(state, user)) people.set(user, heldPerson(person));
		else found.add(user);
	}

	return {...state, people, found: new Set([...found].slice(-MAX_FOUND))};
}

/** Lists the found people whom the client does not list, by name. */
export function foundStrangers({found, people}: State): readonly UserName[] {
	return [...found].filter(user => !people.has(user)).sort();
}
