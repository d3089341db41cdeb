"""The screens of forms and submissions: publishing, reviewing, mending, exporting."""
