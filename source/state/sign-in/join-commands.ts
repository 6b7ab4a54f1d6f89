/** Builds the lines with which others join the user's server, and the commands to send to them. */
import {isLoopback, joinLine, joinLineWith} from '../../../protocol/address.ts';
import {safeText, type SafeText} from '../../../protocol/text.ts';
import {joinCommand, joinLineView} from '../../../terminal/layout/join-line.ts';
import type {Me} from '../model/state.ts';

/**
 * Builds the join lines, likeliest first. On the machine of the server, its addresses are those by which others reach it; elsewhere the
 * address by which this client does.
 * @param code lets a newcomer in
 */
export function joinLines({address, fingerprint, joinLines}: Me, code?: string): readonly SafeText[] {
	const {host, port} = address;
	const here = joinLine({host, port, ...(fingerprint !== undefined && {fingerprint})});
	return (joinLines.length > 0 ? joinLines : [here]).map(line => joinLineWith(line, code));
}

/** Builds the commands with the join lines. */
export function joinCommands(me: Me, code?: string): readonly SafeText[] {
	return joinLines(me, code).map(joinCommand);
}

/** Says whom a join line without an invite code lets in, and how a newcomer gets one. */
export function whoJoins(me: Me): SafeText {
	return isLoopback(me.address.host) ? safeText`From this machine only. ${whoever(me)}` : whoever(me);
}

function whoever({signUp, mayInvite}: Me): SafeText {
	if (signUp === 'open') return safeText`Anybody joins with this line:`;
	if (signUp === 'closed')
		return safeText`Only who has an account joins, with this line; newcomers are not let in:`;
	const how = mayInvite
		? safeText`/invite-code makes a line with one.`
		: safeText`ask whoever runs this chat for a line with one.`;
	return safeText`Who has an account joins with this line. A newcomer also needs an invite code; ${how}`;
}

/**
 * Returns the dialog in which the join line stands alone on the screen.
 * @param whom says whom it lets in; left out for a line that lets newcomers in
 */
export function joinLineDialog(line: SafeText, whom?: SafeText) {
	return {type: 'copyView', view: joinLineView(line, whom)} as const;
}
