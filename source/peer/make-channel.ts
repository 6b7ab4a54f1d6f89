/** Makes the channel to the client of a partner whom the server has introduced. */
import {X509Certificate} from 'node:crypto';
import type {Clock} from '../../lib/clock.ts';
import {isLoopback} from '../../protocol/address.ts';
import type {UserName} from '../../protocol/names.ts';
import type {Introduction} from '../../protocol/private-chats.ts';
import type {SafeText} from '../../protocol/text.ts';
import type {ExchangeEvent} from '../state/model/exchange.ts';
import type {Direct} from '../state/model/peer.ts';
import type {Way} from '../state/model/private-chat.ts';
import type {Account} from './account.ts';
import {partnerCertificate} from './partner.ts';
import {PeerChat, type PeerChatOptions} from './peer-chat.ts';
import {PeerServices} from './peer-services.ts';
import {safetyNumber} from './safety-number.ts';
import type {ServerPort} from './server-port.ts';

/** What a channel is made from. */
export type Introduced = {
	readonly chat: string;
	readonly user: UserName;
	readonly isInviter: boolean;
	readonly introduction: Introduction;
	readonly direct: Direct;
};

/** What hears of a channel. */
type ChannelListener = Pick<PeerChatOptions, 'dispatch' | 'used' | 'ended'> & {
	readonly opened: (way: Way, safetyNumber: SafeText) => void;
};

/** Makes a channel. @returns undefined if the certificate does not fit the fingerprint */
export type MakeChannel = (introduced: Introduced, listener: ChannelListener) => PeerChat | undefined;

type Surroundings = {
	readonly account: Account;
	readonly server: ServerPort;
	readonly clock: Clock;
	readonly isFriend: (user: UserName) => boolean;
	/** Returns the folder for received files. */
	readonly downloads: () => string;
	/** Returns the next number of a transfer: no two of an account have the same. */
	readonly nextTransfer: () => number;
	readonly dispatch: (event: ExchangeEvent) => void;
};

/** Makes a channel for an account. @returns undefined if the certificate does not fit the fingerprint */
export function makeChannel(
	{chat, user, isInviter, introduction, direct}: Introduced,
	listener: ChannelListener,
	{account, server, clock, ...surroundings}: Surroundings,
): PeerChat | undefined {
	const {fingerprint, relay} = introduction;
	const certificate = partnerCertificate(introduction.certificate, fingerprint);
	if (!certificate) return undefined;
	const {user: me, address, identity, stores} = account;
	return new PeerChat({
		...listener,
		chat,
		me,
		partner: user,
		isInviter,
		identity,
		certificate,
		relay,
		direct,
		isServerLocal: isLoopback(address.host),
		server,
		clock,
		services: port => new PeerServices({me, user, fingerprint, stores, clock, port, ...surroundings}),
		opened: way => listener.opened(way, safetyNumber(new X509Certificate(identity.certificate), certificate)),
	});
}
