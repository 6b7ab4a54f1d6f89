/** Turns error codes of the system into sentences that say what to do. */
import {safeText, type SafeText} from '../../protocol/text.ts';
import {addressText, type Place} from '../../protocol/address.ts';
import {codeOf} from '../../lib/client-file-error.ts';

/** There is no connection, or it ended before the answer came: the server may have carried out the request or not. */
export type LinkDown = {readonly linkDown: SafeText};

export function isLinkDown(value: object): value is LinkDown {
	return 'linkDown' in value;
}

const unreachable = (at: SafeText) => safeText`${at} cannot be reached; check the address and your network.`;
const noName = (at: SafeText) => safeText`There is no machine at ${at}; check its name and your network.`;

const sentences: Readonly<Record<string, (at: SafeText) => SafeText>> = {
	ECONNREFUSED: at =>
		safeText`No server answers at ${at}; start one with npx chat-tui serve, or check the address.`,
	ENOTFOUND: noName,
	EAI_AGAIN: noName,
	EHOSTUNREACH: unreachable,
	ENETUNREACH: unreachable,
	EADDRNOTAVAIL: unreachable,
	ETIMEDOUT: at => safeText`${at} does not answer; check the address and your network.`,
	ECONNRESET: at => safeText`${at} closed the connection; check that a chat-tui server runs there.`,
	ECANCELED: at => safeText`The attempt to reach ${at} was given up.`,
};

/** Explains an error of a socket to the address. */
export function failure(address: Place, error: unknown): SafeText {
	const at = addressText(address);
	const code = codeOf(error);
	const known = sentences[code];
	if (known) return known(at);
	if (code === 'EPROTO' || code.startsWith('ERR_SSL_') || code.startsWith('ERR_TLS_')) {
		return safeText`${at} does not speak TLS 1.3 as a chat-tui server does (${code}); check the port.`;
	}

	return safeText`The link to ${at} failed (${code}); check the address and your network.`;
}

/** Says that another kind of server answers at the address. */
export function notChat(address: Place): SafeText {
	return safeText`The server at ${addressText(address)} is not a chat-tui server; check the port.`;
}
