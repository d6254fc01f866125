"""A .bpmn file is read, checked and refused here, before anything runs it."""
