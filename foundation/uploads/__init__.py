"""What people upload: judged by its content, bounded, and rewritten before anybody else sees it.

Names and types that a browser claims decide nothing. What cannot be used is refused with a sentence.
"""
