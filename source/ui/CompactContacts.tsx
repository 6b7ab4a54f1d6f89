/** Draws the list of chats of a narrow screen, in one line. */
import {Text} from 'ink';
import {countText, ownText, type ContactRow} from '../state/chats/contacts.ts';
import {compactChats, GAP, moreText} from '../state/view/compact-contacts.ts';
import {isAlike} from '../../terminal/ui/is-alike.ts';
import type {State} from '../state/model/state.ts';
import type {PaneProps} from '../../terminal/ui/pane-props.ts';
import {nameLook, presenceRole, presenceSign, usePalette} from '../../terminal/ui/theme.ts';
import {useSelect} from '../../terminal/ui/use-select.ts';

export default function CompactContacts({store}: PaneProps<State>) {
	const {chats, more} = useSelect(store, compactChats, isAlike);
	const marked = useSelect(store, ({pane}) => pane === 'contacts');
	const palette = usePalette();
	return (
		<Text wrap="truncate">
			{chats.map(({row}, at) => (
				<Text key={row.id}>
					{at > 0 && ' '.repeat(GAP)}
					<Chat row={row} marked={marked} />
				</Text>
			))}
			{more > 0 && (
				<Text {...palette.dim}>
					{' '.repeat(GAP)}
					{moreText(more)}
				</Text>
			)}
		</Text>
	);
}

function Chat({row, marked}: {readonly row: ContactRow; readonly marked: boolean}) {
	const {label, open, chosen, person, presence, mentions, failed} = row;
	const cursor = marked && chosen;
	const palette = usePalette(cursor);
	const count = countText(row);
	return (
		<Text bold={open} inverse={cursor}>
			{cursor ? '›' : open ? '▸' : ' '}
			{presence && <Text {...palette[presenceRole[presence]]}>{presenceSign[presence]}</Text>}
			<Text {...nameLook(palette, person)}>{label}</Text>
			<Text {...palette[failed ? 'error' : 'accent']}>{ownText(row)}</Text>
			<Text {...palette[mentions > 0 ? 'mention' : 'accent']}>{count && ` ${count}`}</Text>
		</Text>
	);
}
