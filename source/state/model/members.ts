/** Declares the list of a room's members that the client holds. */
import type {RoomRole} from '../../../protocol/conversations.ts';
import type {UserName} from '../../../protocol/names.ts';
import type {Presence} from '../../../protocol/presence.ts';

/** `presence`: as the server told it last; that of {@link State.people}, if there is one, is newer. */
export type Member = {readonly role?: RoomRole; readonly presence: Presence};

export type MemberList = {
	/** The members, of a very large room a part of them. */
	readonly people: ReadonlyMap<UserName, Member>;
	/** When the server may be asked again; Infinity while it is asked, and while its announcements say all that changes. */
	readonly due: number;
};
