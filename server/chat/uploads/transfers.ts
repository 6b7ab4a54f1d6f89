/** Defines the slice of transfers that were offered or run, and of uploads that no message has yet, in memory only. */
import type {UserName} from '../../../protocol/names.ts';
import type {TokenHash} from '../session.ts';
import type {Appliers} from '../slice.ts';
import {uploadKey} from '../upload-key.ts';
import type {Offer} from './events.ts';

/** `until`: the uptime in milliseconds at which it is void, or, once it `isOpen`, over at the latest. */
type Ticket = {readonly offer: Offer; readonly until: number; readonly isOpen: boolean};
/** An uploaded file that its user may send. */
type Upload = {readonly user: UserName; readonly name: string; readonly size: number; readonly until: number};

/** `uploads`: of the same content, the one that was there first is the first. */
type Transfers = {readonly tickets: Map<TokenHash, Ticket>; readonly uploads: Map<string, readonly Upload[]>};

function put(uploads: Transfers['uploads'], key: string, left: readonly Upload[]): void {
	if (left.length > 0) uploads.set(key, left);
	else uploads.delete(key);
}

const apply: Appliers<Transfers> = {
	transferOffered({tickets}, {ticket, offer, until}) {
		tickets.set(ticket, {offer, until, isOpen: false});
	},
	transferOpened({tickets}, {ticket, offer, until}) {
		tickets.set(ticket, {offer, until, isOpen: true});
	},
	transferEnded({tickets, uploads}, {ticket, stored}) {
		const known = tickets.get(ticket);
		tickets.delete(ticket);
		if (!known || !stored) return;
		const {user, name, size} = known.offer;
		const key = uploadKey(user, stored.sha256);
		put(uploads, key, [...(uploads.get(key) ?? []), {user, name, size, until: stored.until}]);
	},
	messageSent({uploads}, {from, file}) {
		if (!file) return;
		const key = uploadKey(from, file.sha256);
		put(uploads, key, uploads.get(key)?.slice(1) ?? []);
	},
	transfersLapsed({tickets, uploads}, {uptime}) {
		for (const [ticket, {until}] of tickets) if (until <= uptime) tickets.delete(ticket);
		for (const [key, all] of uploads) {
			const left = all.filter(({until}) => until > uptime);
			if (left.length < all.length) put(uploads, key, left);
		}
	},
};

export const transfers = {empty: (): Transfers => ({tickets: new Map(), uploads: new Map()}), apply};

/** Checks whether a ticket or an upload is void by this uptime; copies none of them. */
export function haveLapsed({tickets, uploads}: Transfers, uptime: number): boolean {
	for (const {until} of tickets.values()) if (until <= uptime) return true;
	for (const all of uploads.values()) if (all.some(({until}) => until <= uptime)) return true;
	return false;
}
