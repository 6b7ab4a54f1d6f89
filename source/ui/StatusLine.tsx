/** Draws the status line: user and server, link, unread messages, key reminders. */
import {Text, type TextProps} from 'ink';
import type {LinkStatus} from '../state/model/link.ts';
import {statusLine, type StatusLine as Line} from '../state/view/status-line.ts';
import {isAlike} from '../../terminal/ui/is-alike.ts';
import type {State} from '../state/model/state.ts';
import type {PaneProps} from '../../terminal/ui/pane-props.ts';
import {theme} from '../../terminal/ui/theme.ts';
import {useSelect} from '../../terminal/ui/use-select.ts';

const linkColours: Readonly<Record<LinkStatus['status'], string>> = {
	online: theme.good,
	connecting: theme.warning,
	waiting: theme.bad,
	stopped: theme.bad,
};

export default function StatusLine({store}: PaneProps<State>) {
	const {link, parts, gap} = useSelect(store, statusLine, isAlike);
	return (
		<Text wrap="truncate">
			{parts.map(({name, text}, at) => (
				<Text key={name} {...looks[name](link)}>
					{' '.repeat(at > 0 && at === parts.length - 1 ? gap : 1) + text}
				</Text>
			))}
		</Text>
	);
}

const looks: Readonly<Record<Line['parts'][number]['name'], (link: LinkStatus['status']) => TextProps>> = {
	who: () => ({bold: true}),
	link: link => ({color: linkColours[link]}),
	private: () => ({bold: true}),
	transfer: () => ({color: theme.good}),
	unread: () => ({bold: true, color: theme.accent}),
	message: () => ({color: theme.warning}),
	usage: () => ({dimColor: true}),
	keys: () => ({dimColor: true}),
};
