"""The design system: component tags, the data they take, navigation, branding and the living page."""
