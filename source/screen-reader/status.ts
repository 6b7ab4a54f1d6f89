/** Says the link's state when it changes, why the last key failed, and what Tab proposes. */
import {safeText, type SafeText} from '../../protocol/text.ts';
import type {LinkStatus} from '../state/model/link.ts';
import type {State} from '../state/model/state.ts';
import type {Part} from './said.ts';

export const newStatus: Part = ({state: before}, state) => {
	const {statusMessage, completion, suggestion} = state;
	return {
		lines: [
			...linkNews(before, state),
			...(statusMessage !== undefined && statusMessage !== before.statusMessage ? [statusMessage] : []),
			...(suggestion !== undefined && suggestion !== before.suggestion
				? [safeText`Next: ${suggestion}`]
				: []),
			...(completion && !before.completion && completion.candidates.length > 1
				? [safeText`${completion.candidates.length} fit: ${completion.candidates.join(', ')}`]
				: []),
		],
	};
};

function linkNews({link: before, place}: State, {link, me}: State): readonly SafeText[] {
	if (!me) return [];
	if (link.status === 'online' && before.status === 'online') return storingNews(before, link);
	if (link.status === before.status) return [];
	switch (link.status) {
		case 'online':
			return place.at === 'chat' ? [safeText`Connected.`] : [];
		case 'waiting':
			return [safeText`Not connected: ${link.reason}`];
		case 'stopped':
			return link.reason === undefined ? [] : [link.reason];
		case 'connecting':
			return [];
	}
}

type Online = Extract<LinkStatus, {readonly status: 'online'}>;

function storingNews({isStoring: before}: Online, {isStoring}: Online): readonly SafeText[] {
	if (isStoring === before) return [];
	return [
		isStoring === false
			? safeText`The server cannot store now; what you send waits.`
			: safeText`The server stores again.`,
	];
}
