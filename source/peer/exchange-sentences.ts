/** Says why the client of a friend could not be asked. */
import type {AnnouncementOf} from '../../protocol/index.ts';
import type {UserName} from '../../protocol/names.ts';
import {safeText, type SafeText} from '../../protocol/text.ts';
import type {ChannelEnd} from '../state/model/peer.ts';

type WhyEnded = AnnouncementOf<'privateEnded'>['why'];

const ends: Readonly<Record<WhyEnded, (user: UserName) => SafeText>> = {
	declined: user =>
		safeText`The client of ${user} declined: it is busy, or does not know you as a friend, or not by this key.`,
	expired: user => safeText`The client of ${user} did not answer; try again later.`,
	withdrawn: user => safeText`The connection to the client of ${user} was given up; try again.`,
	ended: user => safeText`The client of ${user} has ended the connection; try again.`,
	signedOut: user => safeText`${user} has signed out; try again when ${user} is online.`,
};

/** Says why the server ended an exchange. */
export function endedExchange(why: WhyEnded, user: UserName): SafeText {
	return ends[why](user);
}

/** Says that the friend's client has pinned another key of this user. */
export function otherKeyThere(user: UserName): SafeText {
	return safeText`The client of ${user} declined: it knows you by another key. Tell ${user} by phone or in person that your key is new; then ${user} types /forget-key with your name.`;
}

/** Says why the channel of an exchange is over. */
export function endedChannel(why: ChannelEnd, user: UserName): SafeText {
	switch (why) {
		case 'ended':
		case 'signedOut':
			return ends[why](user);
		case 'unreachable':
			return safeText`The client of ${user} could be reached neither directly nor via the server.`;
		case 'notThePeer':
			return safeText`Nothing was exchanged: the other side does not have the key of ${user}.`;
		case 'badFrame':
			return safeText`The client of ${user} has sent something that is not valid.`;
		default:
			return safeText`The connection to the client of ${user} is lost; try again.`;
	}
}

export function changedKey(user: UserName): SafeText {
	return safeText`The key of ${user} has changed, so nothing was asked. If it is really new: /forget-key ${user}, then try again.`;
}
