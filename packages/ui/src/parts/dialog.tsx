import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';

type DialogProps = {
  open: boolean;
  title: string;
  onClose: () => void;
  /** The consequence, in numbers. */
  children: ComponentChildren;
  /** The safe choice first, then the one that acts and repeats the verb. */
  actions?: ComponentChildren;
};

/** A question about what cannot be undone. Escape is the safe choice. */
export function Dialog({ open, title, onClose, children, actions }: DialogProps) {
  const ref = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const dialog = ref.current;
    if (open && dialog?.open === false) dialog.showModal();
    if (!open && dialog?.open === true) dialog.close();
  }, [open]);
  return (
    <dialog ref={ref} class="m-dialog" aria-labelledby={id} onClose={onClose}>
      <div>
        <h2 id={id}>{title}</h2>
        {children}
        {actions !== undefined && <div class="pair">{actions}</div>}
      </div>
    </dialog>
  );
}
