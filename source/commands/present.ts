/** A command that changes one's own presence, with a remark for the others. */
import {MAX_REMARK} from '../../protocol/bounds.ts';
import type {RequestOf} from '../../protocol/requests.ts';
import {safeText} from '../../protocol/text.ts';
import {asking} from './asking.ts';
import type {Context, Outcome} from './command.ts';

export function present(
	{state, me}: Context,
	presence: RequestOf<'setPresence'>['presence'],
	remark?: string,
): Outcome {
	if (remark !== undefined && remark.length > MAX_REMARK)
		return {problem: safeText`That is too long; at most ${MAX_REMARK} characters fit.`};
	const now = state.people.get(me.user);
	if (now?.presence === presence && now.remark === remark)
		return {show: [safeText`You are ${presence} already`]};
	return asking(state, {type: 'setPresence', presence, ...(remark !== undefined && {remark})});
}
