/** Selects the lines of the list of members that are on the screen; chooses one, opens their chat, shows and hides the list. */
import {isRoom} from '../../../protocol/conversation-kind.ts';
import type {RoomRole} from '../../../protocol/conversations.ts';
import type {UserName} from '../../../protocol/names.ts';
import type {Presence} from '../../../protocol/presence.ts';
import {safeText} from '../../../protocol/text.ts';
import {insideOf} from '../../../terminal/layout/rectangle.ts';
import {directWith} from '../chats/conversations.ts';
import {clamp, firstShown, headedLines, lineAt, type HeadedLine} from '../chats/headed-list.ts';
import {switchTo} from '../chats/opening.ts';
import {keysOf} from '../keyboard/reminders.ts';
import type {MemberList} from '../model/members.ts';
import type {State} from '../model/state.ts';
import {isWide, layoutOf} from '../panes/layout.ts';
import {memoizeByObject} from '../text/memoize-by-object.ts';

export type MemberRow = {
	readonly user: UserName;
	readonly presence: Presence;
	readonly role?: RoomRole;
	readonly group: 'Operators' | 'Online' | 'Offline';
};

type ShownMembers = {
	/** Index of the first line shown. */
	readonly first: number;
	readonly lines: ReadonlyArray<HeadedLine<MemberRow>>;
	/** The row that Enter opens; undefined: there is none. */
	readonly chosen: MemberRow | undefined;
	/** Members beyond the edges of the list, and those that it leaves out because the room is too large. */
	readonly above: number;
	readonly below: number;
	readonly unlisted: number;
};

const NOBODY: MemberList['people'] = new Map();

const rows = memoizeByObject<readonly MemberRow[]>();

/** Returns the members of the open room: its owner, its operators, who is there, who is offline, each by name. */
function memberRows(state: State): readonly MemberRow[] {
	const {people, memberLists, open} = state;
	const held = (open && memberLists.get(open)?.people) ?? NOBODY;
	return rows(held, [people], () =>
		[...held]
			.map(([user, {role, presence: told}]): MemberRow => {
				const presence = people.get(user)?.presence ?? told;
				const group = role ? 'Operators' : presence === 'offline' ? 'Offline' : 'Online';
				return {user, presence, group, ...(role && {role})};
			})
			.sort((one, other) => rank(one) - rank(other) || (one.user < other.user ? -1 : 1)),
	);
}

function rank({role, presence}: MemberRow): number {
	const place = role === 'owner' ? 0 : role === 'operator' ? 2 : 4;
	return place + Number(presence === 'offline');
}

const shown = memoizeByObject<ShownMembers>();

/** Returns the lines on the screen; memoized while nothing in them changes. */
export function shownMembers(state: State): ShownMembers {
	const {member, memberTop, open, conversations} = state;
	const all = memberRows(state);
	const height = heightOf(state);
	const members = (open && conversations.get(open)?.members) ?? 0;
	return shown(all, [height, member, memberTop, members], () => {
		const lines = headedLines(all, height);
		const first = firstLine(state, lines, height);
		const count = (some: typeof lines) => some.filter(line => 'row' in line).length;
		return {
			first,
			lines: lines.slice(first, first + height),
			chosen: all[chosenIn(all, state)],
			above: count(lines.slice(0, first)),
			below: count(lines.slice(first + height)),
			unlisted: Math.max(0, members - all.length),
		};
	});
}

function firstLine(state: State, lines: ReadonlyArray<HeadedLine<MemberRow>>, height: number): number {
	if (state.memberTop !== undefined) return clamp(state.memberTop, lines.length - height);
	const all = memberRows(state);
	return firstShown(lineAt(lines, all[chosenIn(all, state)]), lines.length, height);
}

/** Returns the index of the chosen member: the first one, until the keys have chosen another who is still there. */
function chosenIn(all: readonly MemberRow[], {member}: State): number {
	return Math.max(
		0,
		all.findIndex(({user}) => user === member),
	);
}

function heightOf(state: State): number {
	const {members, framed} = layoutOf(state);
	return members ? insideOf(members, framed).height : 0;
}

/**
 * Scrolls the list by the mouse wheel.
 * @param by down; up if negative
 */
export function scrollMembers(state: State, by: number): State {
	const lines = headedLines(memberRows(state), heightOf(state)).length;
	return {...state, memberTop: clamp(shownMembers(state).first + by, lines - heightOf(state))};
}

/** Moves the selection. @param by rows down; up if negative */
export function chooseMember({memberTop: _wheeled, ...state}: State, by: number): State {
	const all = memberRows(state);
	const chosen = all[clamp(chosenIn(all, state) + by, all.length - 1)];
	return chosen ? {...state, member: chosen.user} : state;
}

/** Moves the selection by pages of the list. */
export function chooseMemberPages(state: State, pages: 1 | -1): State {
	return chooseMember(state, pages * Math.max(1, heightOf(state) - 1));
}

/** Opens the chat with the chosen member. */
export function openMember(state: State): State {
	const {chosen} = shownMembers(state);
	const id = chosen && directWith(state, chosen.user);
	return id === undefined ? state : switchTo(state, id);
}

/** Opens the chat with the member on a row of the screen, or gives the list the keyboard. */
export function openMemberAt(state: State, row: number): State {
	const {members, framed} = layoutOf(state);
	const line = members && shownMembers(state).lines[row - insideOf(members, framed).row];
	return line && 'row' in line ? openMember({...state, member: line.row.user}) : {...state, pane: 'members'};
}

/** Shows the members of the open room, or hides them; on a narrow screen they stand over the transcript and have the keyboard. */
export function toggleMembers(state: State): State {
	const {open, size} = state;
	if (open === undefined || !isRoom(open)) {
		const statusMessage = safeText`Only rooms have members; ${keysOf('bar', 'jump')} goes to a room.`;
		return {...state, statusMessage};
	}

	if (layoutOf(state).members) return hideMembers(state);
	if (isWide(size)) return {...state, areMembersShown: true};
	const {help: _under, ...seen} = state;
	return {...seen, pane: 'members'};
}

export function hideMembers({member: _chosen, memberTop: _wheeled, ...state}: State): State {
	return {...state, pane: state.pane === 'members' ? 'bar' : state.pane, areMembersShown: false};
}
