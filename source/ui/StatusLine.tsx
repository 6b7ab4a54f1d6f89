/** The last row: who one is and where, how the link stands, and what might help now. */
import {Text} from 'ink';
import {safeText} from '../../protocol/text.ts';
import type {LinkStatus} from '../link-words.ts';
import {fitsStatus, usagePlaced} from '../state/remark.ts';
import {statusOf} from '../state/status.ts';
import {truncate, width} from '../term/width.ts';
import {isAlike} from './is-alike.ts';
import type {PaneProps} from './pane-props.ts';
import {theme} from './theme.ts';
import {useSelect} from './use-select.ts';

const signs: Readonly<Record<LinkStatus['status'], {readonly sign: string; readonly color: string}>> = {
	online: {sign: '●', color: theme.good},
	connecting: {sign: '◌', color: theme.warning},
	waiting: {sign: '○', color: theme.bad},
	stopped: {sign: '○', color: theme.bad},
};

/** The longest that fits is shown. */
const reminders = [
	safeText`Tab panes  Ctrl-N next chat  Ctrl-K jump  PgUp back  F1 help`,
	safeText`Tab panes  Ctrl-K jump  F1 help`,
	safeText`Tab panes  F1 help`,
	safeText`F1 help`,
];

export default function StatusLine({store, columns}: PaneProps) {
	const {who, link, text, hint: remark} = useSelect(store, statusOf, isAlike);
	const usage = useSelect(store, usagePlaced, isAlike);
	const {sign, color} = signs[link];
	const hint = remark && fitsStatus(remark, {columns}) ? remark : undefined;
	const below = remark ? hint : usage?.beside === false ? usage.text : undefined;
	// A remark is worth more than who one is, and how the link stands more than the reminder of keys.
	if (below && width(who) + width(text) + width(below) + 7 > columns)
		return (
			<Text wrap="truncate">
				{' '}
				<Text color={color}>{sign}</Text>{' '}
				<Text {...(hint ? {color: theme.warning} : {dimColor: true})}>
					{truncate(below, Math.max(0, columns - 4))}
				</Text>
			</Text>
		);
	const named = link === 'online' || width(who) + width(text) + 5 <= columns ? who : undefined;
	const left = named ? width(named) + 2 : 1;
	const state = truncate(`${sign} ${text}`, columns - left - 1);
	const room = columns - left - width(state) - 3;
	const right = truncate(below ?? reminders.find(keys => width(keys) <= room) ?? '', Math.max(0, room));
	const gap = columns - left - width(state) - width(right) - 1;
	return (
		<Text wrap="truncate">
			{' '}
			{named && <Text bold>{named} </Text>}
			<Text color={color}>{state}</Text>
			{' '.repeat(Math.max(0, gap))}
			<Text {...(hint ? {color: theme.warning} : {dimColor: true})}>{right}</Text>
		</Text>
	);
}
