"""What those who ask see: services, forms, materials, their own cases."""
