/** Draws the list of chats, with presence and unread counts. */
import {Text} from 'ink';
import {safeText} from '../../protocol/text.ts';
import {edgeText, shownContacts} from '../state/chats/contact-list.ts';
import {countText, ownText, type ContactRow} from '../state/chats/contacts.ts';
import {insideOf} from '../../terminal/layout/rectangle.ts';
import {truncate, width} from '../../terminal/width.ts';
import Frame, {EDGE} from '../../terminal/ui/Frame.tsx';
import {isAlike} from '../../terminal/ui/is-alike.ts';
import type {State} from '../state/model/state.ts';
import type {PaneProps} from '../../terminal/ui/pane-props.ts';
import {nameLook, presenceRole, presenceSign, usePalette} from '../../terminal/ui/theme.ts';
import {useSelect} from '../../terminal/ui/use-select.ts';

const TITLE = safeText`Chats`;

export default function Contacts({store, columns, rows, framed}: PaneProps<State>) {
	const {lines, above, below} = useSelect(store, shownContacts, isAlike);
	const marked = useSelect(store, ({pane}) => pane === 'contacts');
	const palette = usePalette();
	const inside = insideOf({column: 0, row: 0, width: columns, height: rows}, framed);
	const room = columns - EDGE;
	const higher = edgeText('↑', above, room - width(TITLE) - 1);
	const title = higher ? safeText`${TITLE} ${higher}` : TITLE;
	return (
		<Frame {...{columns, rows, framed, marked, title}} footer={edgeText('↓', below, room)}>
			{lines.map(line =>
				'row' in line ? (
					<ContactLine key={line.row.id} row={line.row} columns={inside.width} marked={marked} />
				) : (
					<Text key={line.heading} {...palette.dim} wrap="truncate">
						{line.heading}
					</Text>
				),
			)}
		</Frame>
	);
}

type LineProps = {readonly row: ContactRow; readonly columns: number; readonly marked: boolean};

function ContactLine({row, columns, marked}: LineProps) {
	const {label, person, presence, open, chosen, failed} = row;
	const count = countText(row);
	const room = columns - 4 - width(count);
	const name = truncate(label, room);
	const cursor = marked && chosen;
	const palette = usePalette(cursor);
	return (
		<Text wrap="truncate" inverse={cursor} bold={open || row.unread > 0}>
			{cursor ? '›' : open ? '▸' : ' '}
			{presence ? <Text {...palette[presenceRole[presence]]}>{presenceSign[presence]}</Text> : ' '}
			{row.pinned ? '^' : ' '}
			<Text {...nameLook(palette, person)}>{name}</Text>
			{' '.repeat(Math.max(0, room - width(name)))}
			<Text {...palette[failed ? 'error' : 'accent']}>{ownText(row).padEnd(1)}</Text>
			<Text {...palette[row.mentions > 0 ? 'mention' : 'accent']}>{count}</Text>
		</Text>
	);
}
