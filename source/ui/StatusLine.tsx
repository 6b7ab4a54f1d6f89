/** Draws the status line: user and server, link, unread messages, key reminders. */
import {Text} from 'ink';
import type {LinkStatus} from '../state/model/link.ts';
import {statusLine, type StatusLine as Line} from '../state/view/status-line.ts';
import type {Look, Palette, Role} from '../../terminal/palette.ts';
import {isAlike} from '../../terminal/ui/is-alike.ts';
import type {State} from '../state/model/state.ts';
import type {PaneProps} from '../../terminal/ui/pane-props.ts';
import {usePalette} from '../../terminal/ui/theme.ts';
import {useSelect} from '../../terminal/ui/use-select.ts';

const linkRole: Readonly<Record<LinkStatus['status'], Role>> = {
	online: 'success',
	connecting: 'warning',
	waiting: 'error',
	stopped: 'error',
};

export default function StatusLine({store}: PaneProps<State>) {
	const {link, parts, gap} = useSelect(store, statusLine, isAlike);
	const palette = usePalette();
	return (
		<Text wrap="truncate">
			{parts.map(({name, text}, at) => (
				<Text key={name} {...looks[name](palette, link)}>
					{' '.repeat(at > 0 && at === parts.length - 1 ? gap : 1) + text}
				</Text>
			))}
		</Text>
	);
}

type LookOf = (palette: Palette, link: LinkStatus['status']) => Look;

const looks: Readonly<Record<Line['parts'][number]['name'], LookOf>> = {
	who: () => ({bold: true}),
	link: (palette, link) => palette[linkRole[link]],
	private: () => ({bold: true}),
	transfer: ({success}) => success,
	unread: ({accent}) => ({...accent, bold: true}),
	message: ({warning}) => warning,
	usage: ({dim}) => dim,
	keys: ({dim}) => dim,
};
